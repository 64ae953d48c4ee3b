// SPDX-License-Identifier: Apache-2.0
#include "emit/html/style.h"

namespace finn::html {

std::string_view style() {
  return R"css(
:root{color-scheme:light dark;
--page:#f4f5f7;--card:#fff;--line:#dfe2e8;--soft:#eceef2;--ink:#171b24;--dim:#5d6575;--faint:#a3aab8;
--accent:#2459c4;--tint:#e8effc;--warm:#b6530a;--warmtint:#fdf0e3;--warmfill:#e08a3c;--good:#18794e;--goodtint:#e3f5ec;
--bad:#c22b2b;--fill:#6d92de;--fill2:#93a3bd}
@media(prefers-color-scheme:dark){:root{
--page:#0f1218;--card:#171b23;--line:#2b313d;--soft:#232935;--ink:#e6e9ef;--dim:#9aa3b2;--faint:#5c6575;
--accent:#8db2ff;--tint:#1c2740;--warm:#f2a45c;--warmtint:#33241a;--warmfill:#d9853a;--good:#5fd19a;--goodtint:#16301f;
--bad:#ff7b72;--fill:#4f78c9;--fill2:#5b6982}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);
font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1240px;margin:0 auto;padding:26px 24px 40px}
header{display:flex;flex-wrap:wrap;align-items:flex-end;justify-content:space-between;gap:10px 24px;margin-bottom:18px}
h1{font-size:25px;line-height:1.2;margin:0 0 4px;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:15px;margin:0;letter-spacing:.005em}
header p{margin:0;color:var(--dim)}
.status{padding:6px 12px;border-radius:99px;font-size:13px;background:var(--soft);color:var(--dim)}
.status.good{background:var(--goodtint);color:var(--good);font-weight:600}
.status.bad{background:var(--warmtint);color:var(--bad);font-weight:600}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(165px,1fr));gap:12px;margin-bottom:16px}
.tile,section{background:var(--card);border:1px solid var(--line);border-radius:10px}
.tile{padding:12px 16px 13px}
.tile span.t{display:block;font-size:12px;color:var(--dim)}
.tile b{display:block;font-size:23px;line-height:1.25;font-weight:650;letter-spacing:-.015em;white-space:nowrap}
.tile small{font-size:12px;color:var(--dim)}
section{padding:15px 18px 17px;margin-bottom:16px}
.title{display:flex;align-items:center;gap:10px;margin-bottom:11px}
.title p{margin:0 0 0 auto;font-size:12.5px;color:var(--dim);text-align:right}
.pair{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:16px}
.pair>section{min-width:0}
.wide{display:grid;grid-template-columns:570px minmax(0,1fr);gap:26px;align-items:start}
.roofs{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,7fr);gap:26px;align-items:start}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13px}
th{font-weight:500;font-size:12px;color:var(--dim);text-align:left;padding:0 10px 6px 0;border-bottom:1px solid var(--line);
vertical-align:bottom}
td{padding:5px 10px 5px 0;border-bottom:1px solid var(--soft);vertical-align:middle}
th:last-child,td:last-child{padding-right:0}
tbody tr:last-child td{border-bottom:0}
th.n,td.n{text-align:right;white-space:nowrap}
td.name{font-weight:550;overflow-wrap:anywhere;min-width:90px}
td.kind{color:var(--accent)}
td.type{color:var(--dim);white-space:nowrap}
td.long{color:var(--dim)}
td.zero{color:var(--faint)}
td.graph{min-width:110px;width:15%}
td.graph.small{min-width:56px;width:7%}
tfoot td{border-top:1px solid var(--line);border-bottom:0;font-weight:650;padding-top:8px}
tr.plumbing td.name{font-weight:400;color:var(--dim)}
tr.slowest td.name{color:var(--warm)}
tr.slowest .bar.cycles i{background:var(--warmfill)}
.bar{height:9px;border-radius:2px;background:var(--soft);overflow:hidden}
.bar i{display:block;height:100%;background:var(--fill);border-radius:2px}
.bar.lut i{background:var(--fill2)}
.bar.over i{background:var(--bad)}
td.over{color:var(--bad);font-weight:650}
.badge{font-size:11px;line-height:1;font-weight:600;padding:4px 8px;border-radius:99px;white-space:nowrap}
.badge.exact{background:var(--goodtint);color:var(--good)}
.badge.fitted{background:var(--tint);color:var(--accent)}
.badge.structural{background:var(--warmtint);color:var(--warm)}
.lead{margin:0 0 10px}
.note{margin:10px 0 0;font-size:12.5px;color:var(--dim)}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:10px 18px;margin:14px 0 0}
dl div{border-left:2px solid var(--line);padding-left:10px}
dt{font-size:12px;color:var(--dim)}
dd{margin:0;font-weight:600}
code{font:12.5px ui-monospace,"DejaVu Sans Mono",monospace}
footer{color:var(--dim);font-size:12.5px;padding:2px 4px}
svg{display:block}
svg text{font-family:inherit;fill:var(--ink)}
svg .mid{text-anchor:middle}
svg .end{text-anchor:end}
.flow{margin:0 auto}
.flow .edge{fill:none;stroke:var(--faint);stroke-width:1.4}
.flow marker path{fill:var(--faint)}
.node rect:first-of-type{fill:var(--card);stroke:var(--line);stroke-width:1.2}
.node.mac rect:first-of-type{fill:var(--tint);stroke:var(--fill)}
.node.port rect:first-of-type{fill:var(--soft);stroke:var(--line)}
.node.slowest rect:first-of-type{fill:var(--warmtint);stroke:var(--warmfill);stroke-width:1.8}
.node .name{font-size:12px;font-weight:650}
.node .fold,.node .cycles{font-size:11.5px}
.node .kind{fill:var(--accent);font-weight:550;font-size:11.5px}
.node .type{font-size:11px;fill:var(--dim)}
.node .track{fill:var(--soft)}
.node.mac .track,.node.slowest .track{fill:var(--line)}
.node .fill{fill:var(--fill)}
.node.slowest .fill{fill:var(--warmfill)}
.fifo rect{fill:var(--card);stroke:var(--accent);stroke-width:1.2}
.fifo text{font-size:11px;fill:var(--accent);font-weight:650}
.roofline{max-width:100%;height:auto}
.roofline .grid{stroke:var(--soft);stroke-width:1}
.roofline .tick{font-size:11.5px;fill:var(--dim)}
.roofline .axis{font-size:12px;fill:var(--dim)}
.roofline .roof{fill:none;stroke:var(--accent);stroke-width:2;stroke-linejoin:round}
.roofline .under{fill:var(--tint);opacity:.55}
.roofline .rooftext{font-size:12px;fill:var(--accent)}
.roofline .drop{stroke:var(--warm);stroke-width:1.2;stroke-dasharray:3 3}
.roofline .hollow{fill:var(--card);stroke:var(--warm);stroke-width:1.5}
.roofline .point{fill:var(--warmfill);stroke:var(--card);stroke-width:1.5}
.roofline .pointtext{font-size:12px;font-weight:650}
.plot{max-width:100%;height:auto}
.plot .grid{stroke:var(--soft);stroke-width:1}
.plot .tick{font-size:11.5px;fill:var(--dim)}
.plot .axis{font-size:12px;fill:var(--dim)}
.plot .front,.plot .roofs,.plot .drop{fill:none;stroke:var(--c);stroke-width:1.6;stroke-linejoin:round}
.plot .front.m1,.plot .front.dsp{stroke-dasharray:6 3}
.plot .front.m2{stroke-dasharray:2 3}
.plot .front.m3{stroke-dasharray:8 3 2 3}
.plot .drop{stroke-width:1.2;stroke-dasharray:3 3}
.plot .dot{fill:var(--c);stroke:var(--card);stroke-width:1.2}
.plot .dot.off{fill:var(--card);stroke:var(--c);stroke-width:1.5}
.c0{--c:#2459c4}.c1{--c:#c4570a}.c2{--c:#18794e}.c3{--c:#8b3fb0}.c4{--c:#c22b2b}.c5{--c:#0e7490}.c6{--c:#5d6575}.c7{--c:#8a6a08}
@media(prefers-color-scheme:dark){
.c0{--c:#8db2ff}.c1{--c:#f2a45c}.c2{--c:#5fd19a}.c3{--c:#d29bf0}.c4{--c:#ff7b72}.c5{--c:#5cc8dd}.c6{--c:#aab2c0}.c7{--c:#e5c454}}
.plots{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:16px 20px}
.legend{display:flex;flex-wrap:wrap;gap:6px 20px;margin:0 0 12px;font-size:13px}
.legend span{display:inline-flex;align-items:center;gap:7px}
tr.off td{color:var(--dim)}
tr.built td{color:var(--dim);padding-top:0}
table.bits{margin-bottom:14px}
table.bits caption{text-align:left;font-size:12.5px;color:var(--dim);padding-bottom:6px}
table.bits td,table.bits th{padding:3px 8px 3px 0}
table.bits td.same{color:var(--accent);font-weight:650}
details{margin-top:12px}
summary{cursor:pointer;font-size:13px;color:var(--dim);margin-bottom:8px}
.key{display:inline-block;width:11px;height:11px;border-radius:3px;margin:0 5px 0 12px;vertical-align:-1px;border:1px solid}
.key.mac{background:var(--tint);border-color:var(--fill)}
.key.slowest{background:var(--warmtint);border-color:var(--warmfill)}
.key.fifo{border-radius:99px;background:var(--card);border-color:var(--accent)}
@media(max-width:1100px){.pair,.wide,.roofs,.plots{grid-template-columns:minmax(0,1fr)}}
@media print{body{background:#fff}section,.tile{break-inside:avoid}}
)css";
}

}  // namespace finn::html
