#include "report/html_style.h"

namespace curfew::report {

const char* const html_style = R"css(
:root{color-scheme:light dark;--bg:#fff;--fg:#1a1d23;--soft:#545c66;--line:#c9ced6;--card:#f5f7fa;--mark:#0b4f8a;--c0:#e3ebf3;--c1:#fdd49e;--c2:#fdae6b;--c3:#ef6548;--c4:#b30000;--c5:#5b0000;--hatch:#d5dae1}
@media screen and (prefers-color-scheme:dark){:root{--bg:#14171c;--fg:#e8eaee;--soft:#a6aeb9;--line:#3a414b;--card:#1d2229;--mark:#7cc0ff;--c0:#26323f;--c1:#7a3b12;--c2:#b5541a;--c3:#e8743b;--c4:#ffab73;--c5:#fff0b3;--hatch:#2c333c}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:62rem;background:var(--bg);color:var(--fg);font:1rem/1.5 system-ui,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25}
h2{font-size:1.2rem;line-height:1.35;margin:2.2rem 0 .6rem;border-left:.3rem solid var(--mark);padding-left:.7rem}
h3{font-size:1rem;margin:1.4rem 0 .4rem;border-bottom:1px solid var(--line)}
p.meta,footer,.note{color:var(--soft)}
.figures{display:flex;flex-wrap:wrap;gap:.6rem;margin:1rem 0;padding:0;list-style:none}
.figures li{flex:1 1 8rem;border:1px solid var(--line);border-radius:.4rem;background:var(--card);padding:.5rem .7rem}
.figures b{display:block;font-size:1.25rem}
.scroll{overflow-x:auto}figure{margin:0}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line);overflow-wrap:normal}
th.n,td.n{text-align:right;font-variant-numeric:tabular-nums}
td.n,.d,th code{white-space:nowrap}
.n+th:not(.n),.n+td:not(.n){padding-left:1rem}
caption{text-align:left;color:var(--soft)}
caption.a{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
td.w{min-width:14rem;overflow-wrap:anywhere}
code{font:.92em ui-monospace,"DejaVu Sans Mono",monospace}
pre{overflow-x:auto;background:var(--card);border:1px solid var(--line);padding:.6rem}
svg.map{display:block;width:100%;height:auto;max-width:48rem}
svg text{fill:var(--fg);font:11px system-ui,"DejaVu Sans",sans-serif}
@media screen and (max-width:40rem){svg text{font-size:17px}text.o{display:none}}
text.m{text-anchor:middle}text.r{text-anchor:end}
.c0{fill:var(--c0)}.c1{fill:var(--c1)}.c2{fill:var(--c2)}.c3{fill:var(--c3)}.c4{fill:var(--c4)}.c5{fill:var(--c5)}
.hatch{stroke:var(--hatch);stroke-width:2}
.w{fill:none;stroke:var(--mark);stroke-width:2;stroke-dasharray:6 3}
ul.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;padding:0;list-style:none;font-size:.9rem}
ul.legend svg{width:.9rem;height:.9rem;vertical-align:-.1rem;margin-right:.35rem;border:1px solid var(--line)}
details{margin:.6rem 0}summary{cursor:pointer}
@media print{
:root{color-scheme:light;font-size:10pt}body{max-width:none;padding:0}
.scroll,pre{overflow:visible}pre{white-space:pre-wrap}details:not([open]){display:none}
h2,h3,caption,thead{break-after:avoid}h2,tr,pre,svg,figure,.figures,.legend{break-inside:avoid}p,li{orphans:3;widows:3}
tr:nth-child(-n+3):not(:last-child){break-after:avoid}tr:nth-last-child(-n+3):not(:first-child){break-before:avoid}
}
)css";

const char* const html_style_hash = "sha256-3UmN+ywfitYBT7rYBTyba5nx7CB6ulskGn+EppnnWqU=";

}  // namespace curfew::report
