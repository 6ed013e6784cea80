#include "report/letter_texts.h"

#include <algorithm>
#include <utility>

namespace curfew {
namespace {

using report::LetterTexts;

// In the order of Language. Sources are ASCII: \u00fc is a u with two dots.
constexpr std::array<LetterTexts, 4> all_texts{{
    {
        // english
        .problem = "Problem",
        .our_server = "Our server",
        .hours = "Hours",
        .limit = "Limit",
        .since = "Since",
        .counts = "Counts",
        .your_reason = "Your reason",
        .our_mail = "Our mail",
        .samples = "Samples",
        .question = "Question",
        .recipient = "their postmaster",
        .salutation = "Dear postmaster,",
        .subject_now = "Mail from our server{1} is refused",
        .subject_over = "Mail from our server{1} was refused",
        .subject_lasting = "Mail from our server{1} has been refused",
        .problem_now = "Your servers ({1}) refuse mail from our server{2}{3}{4}.",
        .problem_over = "Your servers ({1}) refused mail from our server{2}{3}{4}.",
        .problem_lasting = "Your servers ({1}) have refused mail from our server{2}{3}{4}.",
        .subject_rule = " {1}",
        .clause = "; ",
        .for_domains = " for {1}",
        .with_code = " with {1}",
        .and_others = " and others",
        .at_certain_hours = " They do so at certain hours; at other hours they take it.",
        .at_certain_hours_over = " They did so at certain hours; at other hours they took it.",
        .every_day = "every day",
        .weekdays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
        .from_to = "{1} from {2} to {3}",
        .weekly = "weekly from {1} to {2}",
        .unknown_time = "an unknown time",
        .hours_until = "until {1}: {2}",
        .messages = {"{1} message", "{1} messages"},
        .per_minute = "after {1} in a minute",
        .per_sliding_hour = "after {1} in 60 minutes",
        .per_hour = "after {1} in a clock hour",
        .per_day = "after {1} a day",
        .counted_from = ", counted from {1} UTC",
        .too_many_sessions =
            "too many connections at the same time; our log does not tell how many",
        .from_session = "from {1} connections at the same time on",
        .from_message = "from message {1} of a connection on",
        .from_recipient = "from recipient {1} of a message on",
        .since_time = "since {1}",
        .since_before_log = "since before our log begins",
        .first_and_last = "first refusal {1}, last {2}",
        .log_begins = "; our log does not reach further back",
        .not_known = "not known",
        .tries_refused = "{1} of {2} tries were refused",
        .tries_in_hours = "in these hours {1} of {2} tries were refused, at other hours {3} of {4}",
        .days_agree = "{1} of {2} days agree",
        .weeks_agree = "{1} of {2} weeks agree",
        .times_agree = "{1} of {2} times agree",
        .reason_fits = "The reason you state fits our log: it holds at {1} of {2} refusals.",
        .reason_does_not_fit =
            "The reason you state does not fit our log: it holds at {1} of {2} refusals.",
        .reason_names_no_figure =
            "The reason you state names no figure that we could check in our log.",
        .reason_cannot_be_told = "Our log does not tell whether the reason you state holds.",
        .reason_against_clock =
            "The reason you state does not explain that the refusals follow the clock.",
        .messages_to_you = {"{1} message to you in this time", "{1} messages to you in this time"},
        .taken_later = {"{1} was taken later, after {2}",
                        "{1} of them were taken later, after {2} (median), {3} at most"},
        .sent_back = {"{1} was refused for good and went back to the sender",
                      "{1} were refused for good and went back to the senders"},
        .to = "to",
        .ask_hours = "Which limit do we meet in these hours, and what would you have us change?",
        .ask_rule = "Which rule do we meet, and what would you have us change?",
        .regards = "Thank you for your help.",
        .made_by = "Made by curfew {1} from our log, finding {2}.",
    },
    {
        // german
        .problem = "Problem",
        .our_server = "Unser Server",
        .hours = "Zeiten",
        .limit = "Grenze",
        .since = "Seit",
        .counts = "Zahlen",
        .your_reason = "Ihr Grund",
        .our_mail = "Unsere Mails",
        .samples = "Beispiele",
        .question = "Frage",
        .recipient = "der zust\u00e4ndige Postmaster",
        .salutation = "Sehr geehrte Damen und Herren,",
        .subject_now = "E-Mails von unserem Server{1} werden abgewiesen",
        .subject_over = "E-Mails von unserem Server{1} wurden abgewiesen",
        .subject_lasting = "E-Mails von unserem Server{1} werden abgewiesen",
        .problem_now = "Ihre Server ({1}) weisen E-Mails von unserem Server{2}{3}{4} ab.",
        .problem_over = "Ihre Server ({1}) haben E-Mails von unserem Server{2}{3}{4} abgewiesen.",
        .problem_lasting = "Ihre Server ({1}) weisen E-Mails von unserem Server{2}{3}{4} ab.",
        .subject_rule = ": {1}",
        .clause = "; ",
        .for_domains = " f\u00fcr {1}",
        .with_code = " mit {1}",
        .and_others = " und weitere",
        .at_certain_hours =
            " Das geschieht zu bestimmten Zeiten; zu anderen Zeiten nehmen sie die E-Mails an.",
        .at_certain_hours_over = " Das geschah zu bestimmten Zeiten; zu anderen Zeiten haben sie "
                                 "die E-Mails angenommen.",
        .every_day = "t\u00e4glich",
        .weekdays = {"Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"},
        .from_to = "{1} von {2} bis {3}",
        .weekly = "w\u00f6chentlich von {1} bis {2}",
        .unknown_time = "unbekannt",
        .hours_until = "bis {1}: {2}",
        .messages = {"{1} Nachricht", "{1} Nachrichten"},
        .per_minute = "nach {1} in einer Minute",
        .per_sliding_hour = "nach {1} in 60 Minuten",
        .per_hour = "nach {1} in einer vollen Stunde",
        .per_day = "nach {1} am Tag",
        .counted_from = ", gez\u00e4hlt ab {1} UTC",
        .too_many_sessions =
            "zu viele gleichzeitige Verbindungen; wie viele, geht aus unserem Log nicht hervor",
        .from_session = "ab {1} gleichzeitigen Verbindungen",
        .from_message = "ab der {1}. Nachricht einer Verbindung",
        .from_recipient = "ab dem {1}. Empf\u00e4nger einer Nachricht",
        .since_time = "seit {1}",
        .since_before_log = "seit einem Zeitpunkt vor Beginn unseres Logs",
        .first_and_last = "erste Abweisung {1}, letzte {2}",
        .log_begins = "; unser Log reicht nicht weiter zur\u00fcck",
        .not_known = "nicht bekannt",
        .tries_refused = "{1} von {2} Zustellversuchen wurden abgewiesen",
        .tries_in_hours = "in diesen Zeiten wurden {1} von {2} Zustellversuchen abgewiesen, zu "
                          "anderen Zeiten {3} von {4}",
        .days_agree = "das zeigte sich an {1} von {2} Tagen",
        .weeks_agree = "das zeigte sich in {1} von {2} Wochen",
        .times_agree = "das zeigte sich in {1} von {2} F\u00e4llen",
        .reason_fits = "Der von Ihnen genannte Grund passt zu unserem Log: Er trifft auf {1} von "
                       "{2} Abweisungen zu.",
        .reason_does_not_fit = "Der von Ihnen genannte Grund passt nicht zu unserem Log: Er trifft "
                               "auf {1} von {2} Abweisungen zu.",
        .reason_names_no_figure = "Der von Ihnen genannte Grund nennt keine Zahl, die wir in "
                                  "unserem Log pr\u00fcfen k\u00f6nnten.",
        .reason_cannot_be_told =
            "Ob der von Ihnen genannte Grund zutrifft, geht aus unserem Log nicht hervor.",
        .reason_against_clock = "Der von Ihnen genannte Grund erkl\u00e4rt nicht, dass die "
                                "Abweisungen der Uhrzeit folgen.",
        .messages_to_you = {"{1} Nachricht an Sie in diesem Zeitraum",
                            "{1} Nachrichten an Sie in diesem Zeitraum"},
        .taken_later =
            {"{1} wurde sp\u00e4ter angenommen, nach {2}",
             "davon wurden {1} sp\u00e4ter angenommen, nach {2} (Median), h\u00f6chstens {3}"},
        .sent_back =
            {"{1} wurde endg\u00fcltig abgewiesen und ging an den Absender zur\u00fcck",
             "{1} wurden endg\u00fcltig abgewiesen und gingen an die Absender zur\u00fcck"},
        .to = "an",
        .ask_hours = "An welche Grenze sto\u00dfen wir in diesen Zeiten, und was sollten wir Ihrer "
                     "Ansicht nach \u00e4ndern?",
        .ask_rule = "Gegen welche Regel versto\u00dfen wir, und was sollten wir Ihrer Ansicht nach "
                    "\u00e4ndern?",
        .regards = "Vielen Dank f\u00fcr Ihre Hilfe.",
        .made_by = "Erstellt mit curfew {1} aus unserem Log, Befund {2}.",
    },
    {
        // spanish
        .problem = "Problema",
        .our_server = "Servidor",
        .hours = "Horario",
        .limit = "L\u00edmite",
        .since = "Desde",
        .counts = "Cifras",
        .your_reason = "Su motivo",
        .our_mail = "Env\u00edos",
        .samples = "Ejemplos",
        .question = "Pregunta",
        .recipient = "el postmaster responsable",
        .salutation = "Estimado postmaster:",
        .subject_now = "Se rechaza el correo de nuestro servidor{1}",
        .subject_over = "Se ha rechazado el correo de nuestro servidor{1}",
        .subject_lasting = "Se rechaza el correo de nuestro servidor{1}",
        .problem_now = "Sus servidores ({1}) rechazan el correo de nuestro servidor{2}{3}{4}.",
        .problem_over = "Sus servidores ({1}) rechazaron el correo de nuestro servidor{2}{3}{4}.",
        .problem_lasting = "Sus servidores ({1}) rechazan el correo de nuestro servidor{2}{3}{4}.",
        .subject_rule = ": {1}",
        .clause = "; ",
        .for_domains = " para {1}",
        .with_code = " con {1}",
        .and_others = " y otros",
        .at_certain_hours = " Esto ocurre a determinadas horas; a otras horas lo aceptan.",
        .at_certain_hours_over =
            " Esto ocurr\u00eda a determinadas horas; a otras horas lo aceptaban.",
        .every_day = "todos los d\u00edas",
        .weekdays = {"lun", "mar", "mi\u00e9", "jue", "vie", "s\u00e1b", "dom"},
        .from_to = "{1} de {2} a {3}",
        .weekly = "cada semana de {1} a {2}",
        .unknown_time = "hora desconocida",
        .hours_until = "hasta el {1}: {2}",
        .messages = {"{1} mensaje", "{1} mensajes"},
        .per_minute = "tras {1} en un minuto",
        .per_sliding_hour = "tras {1} en 60 minutos",
        .per_hour = "tras {1} en una hora de reloj",
        .per_day = "tras {1} al d\u00eda",
        .counted_from = ", contados desde las {1} UTC",
        .too_many_sessions =
            "demasiadas conexiones simult\u00e1neas; nuestro registro no indica cu\u00e1ntas",
        .from_session = "a partir de {1} conexiones simult\u00e1neas",
        .from_message = "a partir del mensaje {1} de una conexi\u00f3n",
        .from_recipient = "a partir del destinatario {1} de un mensaje",
        .since_time = "desde {1}",
        .since_before_log = "desde antes del comienzo de nuestro registro",
        .first_and_last = "primer rechazo {1}, \u00faltimo {2}",
        .log_begins = "; nuestro registro no se remonta m\u00e1s atr\u00e1s",
        .not_known = "no se conoce",
        .tries_refused = "se rechazaron {1} de {2} intentos de entrega",
        .tries_in_hours = "en este horario se rechazaron {1} de {2} intentos de entrega; a otras "
                          "horas, {3} de {4}",
        .days_agree = "as\u00ed fue en {1} de {2} d\u00edas",
        .weeks_agree = "as\u00ed fue en {1} de {2} semanas",
        .times_agree = "as\u00ed fue en {1} de {2} ocasiones",
        .reason_fits = "El motivo que indican concuerda con nuestro registro: se cumple en {1} de "
                       "{2} rechazos.",
        .reason_does_not_fit = "El motivo que indican no concuerda con nuestro registro: se cumple "
                               "en {1} de {2} rechazos.",
        .reason_names_no_figure = "El motivo que indican no contiene ninguna cifra que podamos "
                                  "comprobar en nuestro registro.",
        .reason_cannot_be_told =
            "Nuestro registro no permite saber si el motivo que indican se cumple.",
        .reason_against_clock =
            "El motivo que indican no explica que los rechazos dependan de la hora.",
        .messages_to_you = {"{1} mensaje para ustedes en este periodo",
                            "{1} mensajes para ustedes en este periodo"},
        .taken_later = {"{1} se acept\u00f3 m\u00e1s tarde, al cabo de {2}",
                        "{1} de ellos se aceptaron m\u00e1s tarde, al cabo de {2} (mediana), {3} "
                        "como m\u00e1ximo"},
        .sent_back = {"{1} se rechaz\u00f3 definitivamente y se devolvi\u00f3 al remitente",
                      "{1} se rechazaron definitivamente y se devolvieron a los remitentes"},
        .to = "para",
        .ask_hours = "\u00bfQu\u00e9 l\u00edmite alcanzamos en este horario y qu\u00e9 nos "
                     "recomiendan cambiar?",
        .ask_rule = "\u00bfQu\u00e9 regla incumplimos y qu\u00e9 nos recomiendan cambiar?",
        .regards = "Muchas gracias por su ayuda.",
        .made_by = "Elaborado con curfew {1} a partir de nuestro registro, hallazgo {2}.",
    },
    {
        // french
        .problem = "Probl\u00e8me",
        .our_server = "Notre serveur",
        .hours = "Horaires",
        .limit = "Limite",
        .since = "Depuis",
        .counts = "Chiffres",
        .your_reason = "Votre motif",
        .our_mail = "Nos messages",
        .samples = "Exemples",
        .question = "Question",
        .recipient = "le postmaster responsable",
        .salutation = "Madame, Monsieur,",
        .subject_now = "Les messages de notre serveur{1} sont refus\u00e9s",
        .subject_over = "Les messages de notre serveur{1} ont \u00e9t\u00e9 refus\u00e9s",
        .subject_lasting = "Les messages de notre serveur{1} sont refus\u00e9s",
        .problem_now = "Vos serveurs ({1}) refusent les messages de notre serveur{2}{3}{4}.",
        .problem_over =
            "Vos serveurs ({1}) ont refus\u00e9 les messages de notre serveur{2}{3}{4}.",
        .problem_lasting = "Vos serveurs ({1}) refusent les messages de notre serveur{2}{3}{4}.",
        .subject_rule = " : {1}",
        .clause = "\u00a0; ",
        .for_domains = " pour {1}",
        .with_code = " avec {1}",
        .and_others = " et autres",
        .at_certain_hours =
            " Cela se produit \u00e0 certaines heures\u00a0; aux autres heures, ils les acceptent.",
        .at_certain_hours_over = " Cela se produisait \u00e0 certaines heures\u00a0; aux autres "
                                 "heures, ils les acceptaient.",
        .every_day = "tous les jours",
        .weekdays = {"lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."},
        .from_to = "{1} de {2} \u00e0 {3}",
        .weekly = "chaque semaine de {1} \u00e0 {2}",
        .unknown_time = "heure inconnue",
        .hours_until = "jusqu'au {1}\u00a0: {2}",
        .messages = {"{1} message", "{1} messages"},
        .per_minute = "apr\u00e8s {1} en une minute",
        .per_sliding_hour = "apr\u00e8s {1} en 60 minutes",
        .per_hour = "apr\u00e8s {1} par heure d'horloge",
        .per_day = "apr\u00e8s {1} par jour",
        .counted_from = ", \u00e0 compter de {1} UTC",
        .too_many_sessions =
            "trop de connexions simultan\u00e9es\u00a0; notre journal ne dit pas combien",
        .from_session = "\u00e0 partir de {1} connexions simultan\u00e9es",
        .from_message = "\u00e0 partir du message {1} d'une connexion",
        .from_recipient = "\u00e0 partir du destinataire {1} d'un message",
        .since_time = "depuis le {1}",
        .since_before_log = "depuis avant le d\u00e9but de notre journal",
        .first_and_last = "premier refus {1}, dernier {2}",
        .log_begins = "\u00a0; notre journal ne remonte pas plus loin",
        .not_known = "inconnu",
        .tries_refused = "{1} tentatives de remise sur {2} ont \u00e9t\u00e9 refus\u00e9es",
        .tries_in_hours = "\u00e0 ces heures, {1} tentatives de remise sur {2} ont \u00e9t\u00e9 "
                          "refus\u00e9es\u00a0; aux autres heures, {3} sur {4}",
        .days_agree = "cela vaut pour {1} jours sur {2}",
        .weeks_agree = "cela vaut pour {1} semaines sur {2}",
        .times_agree = "cela vaut pour {1} fois sur {2}",
        .reason_fits = "Le motif que vous indiquez concorde avec notre journal\u00a0: il vaut pour "
                       "{1} refus sur {2}.",
        .reason_does_not_fit = "Le motif que vous indiquez ne concorde pas avec notre "
                               "journal\u00a0: il vaut pour {1} refus sur {2}.",
        .reason_names_no_figure = "Le motif que vous indiquez ne contient aucun chiffre que nous "
                                  "puissions v\u00e9rifier dans notre journal.",
        .reason_cannot_be_told =
            "Notre journal ne permet pas de savoir si le motif que vous indiquez s'applique.",
        .reason_against_clock =
            "Le motif que vous indiquez n'explique pas que les refus d\u00e9pendent de l'heure.",
        .messages_to_you = {"{1} message pour vous pendant cette p\u00e9riode",
                            "{1} messages pour vous pendant cette p\u00e9riode"},
        .taken_later = {"{1} a \u00e9t\u00e9 accept\u00e9 plus tard, au bout de {2}",
                        "{1} d'entre eux ont \u00e9t\u00e9 accept\u00e9s plus tard, au bout de {2} "
                        "(m\u00e9diane), {3} au maximum"},
        .sent_back = {"{1} a \u00e9t\u00e9 d\u00e9finitivement refus\u00e9 et retourn\u00e9 \u00e0 "
                      "l'exp\u00e9diteur",
                      "{1} ont \u00e9t\u00e9 d\u00e9finitivement refus\u00e9s et retourn\u00e9s "
                      "aux exp\u00e9diteurs"},
        .to = "\u00e0",
        .ask_hours = "Quelle limite atteignons-nous \u00e0 ces heures, et que nous conseillez-vous "
                     "de changer\u00a0?",
        .ask_rule =
            "Quelle r\u00e8gle enfreignons-nous, et que nous conseillez-vous de changer\u00a0?",
        .regards = "Nous vous remercions de votre aide.",
        .made_by = "\u00c9tabli avec curfew {1} \u00e0 partir de notre journal, constat {2}.",
    },
}};

constexpr std::array<std::pair<std::string_view, Language>, 4> names{{{"en", Language::english},
                                                                      {"de", Language::german},
                                                                      {"es", Language::spanish},
                                                                      {"fr", Language::french}}};

}  // namespace

std::optional<Language> language_named(std::string_view name) noexcept {
  for (const auto& [word, language] : names) {
    if (word == name) return language;
  }
  return std::nullopt;
}

namespace report {

const LetterTexts& letter_texts(Language language) noexcept {
  return all_texts[static_cast<std::size_t>(language)];
}

// In one pass: what a value holds is not looked at again.
std::string filled(const LetterWords& words, std::initializer_list<std::string> values) {
  std::string text;
  for (const char* at = words.text; *at != '\0'; ++at) {
    const bool is_place = at[0] == '{' && at[1] >= '1' && at[1] <= '9' && at[2] == '}';
    if (!is_place) {
      text += *at;
      continue;
    }
    const auto which = static_cast<std::size_t>(at[1] - '1');
    if (which < values.size()) text += values.begin()[which];
    at += 2;
  }
  return text;
}

std::string filled(const LetterCount& words, std::uint64_t number,
                   std::initializer_list<std::string> more) {
  std::array<std::string, 3> values{std::to_string(number)};
  std::copy_n(more.begin(), std::min(more.size(), values.size() - 1), values.begin() + 1);
  return filled(number == 1 ? words.one : words.many, {values[0], values[1], values[2]});
}

}  // namespace report
}  // namespace curfew
