#include "page/html_style.h"

namespace curfew::page {

const char* const html_style = R"css(
:root{color-scheme:light dark;--bg:#f6f5f2;--card:#fff;--fg:#1b1d22;--soft:#5c626c;--line:#e0ded8;--red:#b8301f;--c0:#bcd6ea;--c1:#f6c9ae;--c2:#ee9a73;--c3:#d9573a;--c4:#b3261e;--ok:#3f7fb0;--em:#cfcdc6;--acc:#a3211a;--good:#17693f;--know:#8a5a00}
@media screen and (prefers-color-scheme:dark){:root{--bg:#121418;--card:#1a1d23;--fg:#eceef2;--soft:#a3aab5;--line:#2f343d;--red:#c23b22;--c0:#2c4a63;--c1:#5c3527;--c2:#96492f;--c3:#d45a3b;--c4:#ff7a5c;--ok:#6aa9d8;--em:#424955;--acc:#ff8d75;--good:#5bc98c;--know:#e0b050}}
*{box-sizing:border-box}
body{margin:0 auto;padding:.7rem;max-width:78rem;background:var(--bg);color:var(--fg);font:.95rem/1.5 system-ui,"Segoe UI","DejaVu Sans",sans-serif;overflow-wrap:anywhere}
.top{color:var(--soft);font-size:.85rem;margin:0 0 .7rem}.top b{color:var(--fg);font-size:1rem;margin-right:.6rem}
main{display:grid;grid-template-columns:1.1fr 1fr;gap:.7rem}
section{grid-column:1/-1;min-width:0;background:var(--card);border:1px solid var(--line);border-radius:.8rem;padding:.7rem 1.1rem}
section.half{grid-column:auto;font-size:.88rem;line-height:1.42}
section.act{border-top:.3rem solid var(--red)}section.know{border-top:.3rem solid var(--know)}section.fine{border-top:.3rem solid var(--good)}
h1{font-size:clamp(1.25rem,2.4vw,1.75rem);line-height:1.2;letter-spacing:-.02em;margin:.1rem 0 .4rem}
h2{font-size:1.1rem;margin:0 0 .5rem}section.act>h2,section.know>h2{font-size:1.35rem;line-height:1.25}
h3{font-size:.95rem;margin:.8rem 0 .3rem}
h1 .refused,h2 .refused{color:var(--acc)}h1 .note,h2 .note{white-space:nowrap;font-size:.8rem;font-weight:400;letter-spacing:0}
.act-s{color:var(--acc)}.know-s{color:var(--know)}.fine-s{color:var(--good)}
p{margin:.4rem 0}.lead{font-size:1rem;color:var(--soft);margin:.1rem 0 .4rem}
.note,footer{color:var(--soft);font-size:.88rem}
.warn{border-left:.25rem solid var(--know);padding-left:.7rem}
.refused{color:var(--acc)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.22rem .9rem;margin:0}dt{color:var(--soft)}dd{margin:0;min-width:0}
ol,ul{margin:.3rem 0;padding-left:1.3rem}li{margin:.25rem 0}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.2rem 1.2rem;margin:.5rem 0 0;padding:0;list-style:none}
.figures li{border-left:.2rem solid var(--line);padding:0 0 0 .7rem;margin:.2rem 0;color:var(--soft);font-size:.82rem;line-height:1.35}
.figures svg.cell{display:block;margin:.15rem 0 .25rem}.figures b{display:block;color:var(--fg);font-size:1.35rem;letter-spacing:-.02em;line-height:1.2}
.figures .fine{border-color:var(--good)}.figures .fine b{color:var(--good)}.figures .act{border-color:var(--red)}.figures .act b{color:var(--acc)}.figures .know{border-color:var(--know)}.figures .know b{color:var(--know)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.88rem}
th,td{text-align:left;vertical-align:middle;padding:.28rem .8rem .28rem 0;border-bottom:1px solid var(--line);overflow-wrap:normal}
thead th{color:var(--soft);font-weight:500;white-space:nowrap}
tbody th{font-weight:600}tbody th,td.w{min-width:9rem;max-width:26rem;overflow-wrap:anywhere}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.pill{display:inline-block;font-size:.8rem;line-height:1.35;padding:.1rem .55rem;border-radius:.8rem;background:var(--bg);color:var(--soft)}.pill.act{background:var(--red);color:#fff}.pill.know{color:var(--know)}
code,pre{font:.85rem/1.5 ui-monospace,"DejaVu Sans Mono",monospace}code{background:var(--bg);padding:.05rem .3rem;border-radius:.25rem}
pre{overflow-x:auto;background:var(--bg);border:1px solid var(--line);border-radius:.5rem;padding:.5rem .7rem;margin:.4rem 0}pre code{padding:0}li pre{white-space:pre-wrap}
svg{display:block}svg text{fill:var(--soft);font:11px system-ui,"Segoe UI","DejaVu Sans",sans-serif}
svg.strip{width:100%;height:50px;overflow:visible}svg.strip text.in{fill:var(--fg);font-size:13px;font-weight:600}svg.strip text.shut{fill:#fff}
svg.map{width:100%;height:auto}svg.bars{width:100%;max-width:46rem;height:auto}
svg.cell{display:inline-block;vertical-align:middle;width:6rem;height:1rem}.n svg.cell{width:4rem;margin-right:.5rem}svg.hrs{width:9rem}
@media screen and (max-width:44rem){main{grid-template-columns:1fr}section.half{grid-column:1/-1}section{padding:.8rem}dl{grid-template-columns:1fr;gap:0}dd{margin:0 0 .5rem}svg.map text,svg.bars text{font-size:17px}text.o,svg.strip text.in{display:none}}
text.m{text-anchor:middle}text.r{text-anchor:end}
.c0{fill:var(--c0)}.c1{fill:var(--c1)}.c2{fill:var(--c2)}.c3{fill:var(--c3)}.c4,.shutbar{fill:var(--c4)}.shutbar{fill:var(--red)}.em{fill:var(--em)}.ok,.bar{fill:var(--ok)}.now{fill:var(--fg)}
.few{opacity:.65}rect:hover,.map path:hover{stroke:var(--fg)}
.w{fill:none;stroke:var(--red);stroke-width:1.5;stroke-dasharray:5 4}.on{stroke:var(--soft)}.wk{fill:var(--em);opacity:.3}
.sp{fill:none;stroke:var(--ok);stroke-width:1.5;vector-effect:non-scaling-stroke}
.l0{stroke:var(--c0)}.l1{stroke:var(--c1)}.l2{stroke:var(--c2)}.l3{stroke:var(--c3)}.l4{stroke:var(--c4)}.hrs path{stroke-width:16;fill:none}
.legend{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;padding:0;margin:.3rem 0 0;list-style:none;font-size:.82rem;color:var(--soft)}.legend svg{display:inline-block;width:.8rem;height:.8rem;vertical-align:-.1rem;margin-right:.35rem}
.pick{font-size:.82rem;color:var(--soft);border:0;margin:0;padding:0;text-align:right}.pick label{margin-left:.8rem;white-space:nowrap}
section:has(.pa:checked) tr.k,section:has(.pa:checked) tr.p,section:has(.pk:checked) tr.k{display:none}
details{margin:.6rem 0 0}summary{cursor:pointer;color:var(--soft);font-size:.9rem}
:focus-visible{outline:2px solid var(--ok);outline-offset:2px}
@media print{
:root{color-scheme:light;font-size:9.5pt;--bg:#fff}body{max-width:none;padding:0}.pick,details:not([open]){display:none}
.scroll,pre{overflow:visible}pre{white-space:pre-wrap}
h1,h2,h3,thead{break-after:avoid}h2,tr,pre,svg,.figures,.legend,section.half{break-inside:avoid}p,li{orphans:3;widows:3}
tr:nth-child(-n+3):not(:last-child){break-after:avoid}tr:nth-last-child(-n+3):not(:first-child){break-before:avoid}
}
)css";

const char* const html_style_hash = "sha256-k/hN2FsBrziwRCWVaWPcPmCPswHC/XBrbpBmgTPQmDc=";

}  // namespace curfew::page
