#include "stages/report/page_parts.h"

namespace shenbao::report {

// Calm paper, one dark ink, and four colours for the four verdicts: vermilion, amber, violet grey and teal stay apart
// for every common kind of colour blindness, and each comes with a shape and a word.
const char* page_style() {
    return R"css(
:root{--paper:#f6f4ee;--sheet:#fffefa;--ink:#1c2530;--soft:#5a6572;--faint:#8a929b;--rule:#dcd8cc;--hair:#ebe8df;
--link:#1d4f86;--focus:#1d4f86;--deficient:#b23a1d;--deficient-wash:#fbece5;--review:#c98a06;--review-ink:#7d5600;
--review-wash:#fdf4dc;--unreadable:#58527a;--unreadable-wash:#eeecf4;--complete:#1d7a70;--complete-wash:#e6f3f0;
--hover:#f8f5eb;--press:#efece1;--line:#c4bfb0;--letter:#faf8f1;--lit:#f7f1dd;--bar:#46637f;--hatch:#f3d9cf;--on-mark:#fff;
--serif:"Noto Serif CJK SC","Source Han Serif SC","Songti SC","STSong","SimSun",serif;
--sans:"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei","Heiti SC","SimHei",sans-serif;
--mono:"Cascadia Mono","Consolas","Menlo","DejaVu Sans Mono",monospace}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--paper:#14181d;--sheet:#1b2026;--ink:#e8e6df;--soft:#a9b0b8;--faint:#7f8790;
--rule:#363d45;--hair:#2a3037;--link:#8db8ea;--focus:#8db8ea;--deficient:#f0805f;--deficient-wash:#3a211b;--review:#e0a93a;--review-ink:#f0c76a;
--review-wash:#352c17;--unreadable:#aaa2d8;--unreadable-wash:#2a2738;--complete:#4fb8a8;--complete-wash:#17322e;--hover:#232930;--press:#2b323a;
--line:#4a525b;--letter:#20262c;--lit:#3a3420;--bar:#7f9fbe;--hatch:#4a2c24;--on-mark:#14181d}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.65 var(--sans);font-variant-numeric:tabular-nums}
h1,h2,h3{font-weight:600;line-height:1.35;margin:0}
h2{font:600 18px/1.4 var(--serif);letter-spacing:.04em}
button,input,select{font:inherit;color:inherit}
button{background:none;border:0;padding:0;text-align:inherit;cursor:pointer}
a{color:var(--link)}
:focus{outline:2px solid var(--focus);outline-offset:2px}
:focus:not(:focus-visible){outline:none}
[hidden]{display:none!important}
.symbols{position:absolute}
.wrap{max-width:1180px;margin:0 auto;padding:0 28px}
.skip{position:absolute;left:-999px;top:8px;background:var(--ink);color:var(--paper);padding:6px 14px;z-index:9}
.skip:focus{left:8px}

.mark{width:1em;height:1em;flex:none;vertical-align:-.12em;fill:currentColor}
.mark use{fill:currentColor}
symbol .in,.in{fill:none;stroke:var(--on-mark);stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round}
.mark.deficient,.mark.error{color:var(--deficient)}
.mark.review,.mark.warning{color:var(--review)}
.mark.unreadable{color:var(--unreadable)}
.mark.complete{color:var(--complete)}
.mark.info{color:var(--faint)}

.head{padding:44px 0 26px}
.head .wrap{display:flex;justify-content:space-between;align-items:flex-end;flex-wrap:wrap}
.kicker{color:var(--soft);font-size:14px;letter-spacing:.3em}
h1{font:600 34px/1.35 var(--serif);letter-spacing:.03em;margin:4px 0 6px}
.head p{margin:0;color:var(--soft)}
.deadline-box{border-left:3px solid var(--deficient);padding:2px 0 2px 16px;margin:10px 0 0}
.deadline-box span{display:block;color:var(--soft);font-size:13px;letter-spacing:.1em}
.deadline-box b{font:600 20px/1.4 var(--serif)}

.verdicts{display:grid;grid-template-columns:repeat(4,1fr);background:var(--sheet);border:1px solid var(--rule);border-bottom:0}
.verdicts button{padding:16px 22px 12px;border-left:1px solid var(--hair);display:block;width:100%}
.verdicts button:first-child{border-left:0}
.verdicts button:hover,.todo button:hover,.defects button:hover{background:var(--hover)}
.verdicts button[aria-pressed=true]{box-shadow:inset 0 -3px 0 var(--ink)}
.verdicts .n{font:600 38px/1.15 var(--serif);display:block}
.verdicts .n small{font:400 14px var(--sans);color:var(--soft);margin-left:5px}
.verdicts .what{display:flex;align-items:center;font-size:15px}
.verdicts .mark{margin-right:8px}
.verdict-bar{display:block;width:100%;height:8px;background:var(--hair)}
rect.deficient{fill:var(--deficient)}rect.review{fill:var(--review)}
rect.unreadable{fill:var(--unreadable)}rect.complete{fill:var(--complete)}

.columns{display:grid;grid-template-columns:minmax(0,7fr) minmax(0,6fr);grid-gap:36px 44px;margin:36px 0 44px;align-items:start}
.columns .stack{display:grid;grid-gap:36px}
.columns h2,.block>h2{padding-bottom:8px;border-bottom:2px solid var(--ink);display:flex;justify-content:space-between;align-items:baseline}
h2 .legend{font:400 13px/1.4 var(--sans);letter-spacing:0;color:var(--soft)}
.legend svg{width:11px;height:11px;margin:0 5px 0 12px;vertical-align:-1px}
.todo ol,.defects{list-style:none;margin:0;padding:0}
.todo li{border-bottom:1px solid var(--rule)}
.todo button,.todo .plain{display:grid;grid-template-columns:70px 22px minmax(0,1fr) 16px;align-items:center;width:100%;padding:11px 6px 11px 0}
.todo .count{font:600 25px/1 var(--serif);text-align:right;padding-right:14px;white-space:nowrap}
.todo .count small{font:400 12px var(--sans);color:var(--soft);margin-left:3px}
.todo b{font-weight:600;display:block;line-height:1.45}
.todo .why{display:block;color:var(--soft);font-size:13px;line-height:1.5}
.todo .go{color:var(--faint);text-align:right}
.todo [aria-pressed=true]{background:var(--press);box-shadow:inset 3px 0 0 var(--ink)}
.quiet{color:var(--soft);margin:12px 0}

.chart{display:block;width:100%;height:auto;max-width:540px;margin-top:10px;overflow:visible}
.chart text{font-family:var(--sans);font-size:12px;fill:var(--soft)}
.chart .tick{text-anchor:end}.chart .day{text-anchor:middle}
.chart .grid{stroke:var(--hair);fill:none}.chart .axis{stroke:var(--faint);fill:none}
.bar{fill:var(--bar)}.bar-late{fill:url(#hatch)}
.hatch-ground{fill:var(--hatch)}.hatch-line{fill:var(--deficient)}
.bar-late{stroke:var(--deficient);stroke-width:.8}
.chart .deadline{stroke:var(--deficient);stroke-width:1.4;stroke-dasharray:4 3;fill:none}
.chart .deadline-word{fill:var(--deficient);font-weight:600}.chart .deadline-word.end{text-anchor:end}
.defects button{display:grid;grid-template-columns:22px minmax(0,13em) minmax(40px,1fr) 44px;align-items:center;width:100%;padding:5px 4px 5px 0;border-bottom:1px solid var(--hair);line-height:1.5}
.defects .what{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;padding-right:10px}
.defects .share{display:block;width:100%;height:9px}
.share.deficient rect{fill:var(--deficient)}.share.review rect{fill:var(--review)}
.defects .n{text-align:right;font-weight:600}

.block{margin:0 0 44px}
.filters{position:sticky;top:0;z-index:3;background:var(--paper);padding:12px 0;display:flex;flex-wrap:wrap;align-items:center;margin:0 0 2px}
.filters>*{margin:3px 10px 3px 0}
.filters input[type=search],.filters select{height:38px;border:1px solid var(--line);background:var(--sheet);border-radius:3px;padding:0 10px}
.filters input[type=search]{flex:1 1 215px;min-width:0}
.filters select{flex:0 1 auto;max-width:200px}
.chips{display:flex;flex-wrap:wrap}
.chip{border:1px solid var(--line);border-right-width:0;background:var(--sheet);height:38px;padding:0 12px;display:inline-flex;align-items:center;white-space:nowrap}
.chip:first-child{border-radius:3px 0 0 3px}.chip:last-child{border-right-width:1px;border-radius:0 3px 3px 0}
.chip .mark{margin-right:6px}
.chip[aria-pressed=true]{background:var(--ink);color:var(--paper);border-color:var(--ink)}
.check{display:inline-flex;align-items:center;color:var(--soft);white-space:nowrap}
.check input{margin:0 6px 0 0;width:16px;height:16px}
.tally{display:flex;justify-content:space-between;align-items:center;color:var(--soft);font-size:14px;margin:0 0 6px;min-height:28px}
.tally button{color:var(--link);text-decoration:underline}
.tally .on{background:var(--press);color:var(--ink);padding:1px 10px;margin-left:10px;border-left:3px solid var(--ink)}
table{border-collapse:collapse;width:100%}
.list{table-layout:fixed;background:var(--sheet);border:1px solid var(--rule)}
.list th{text-align:left;font-weight:400;color:var(--soft);font-size:13px;border-bottom:1px solid var(--ink);padding:0}
.list th button{width:100%;padding:8px 12px;color:inherit}
.list th button:hover{color:var(--ink)}
.list th[aria-sort] button{color:var(--ink);font-weight:600}
.list th[aria-sort] button::after{content:" ▲";font-size:10px}
.list th[aria-sort=descending] button::after{content:" ▼"}
.list.unnumbered .c-number,.list.unnumbered .number{display:none}
.list .c-verdict{width:104px}.list .c-number{width:112px}.list .c-city{width:96px}.list .c-received{width:150px}
.list .c-company{width:31%}
.list td{padding:9px 12px;border-bottom:1px solid var(--hair);vertical-align:top;overflow-wrap:anywhere}
.list tbody tr{cursor:pointer}
.list tbody tr:hover td{background:var(--hover)}
.list tbody tr.open td{background:var(--press)}
.list tbody tr.old{color:var(--faint)}
.list .verdict{white-space:nowrap}.list .verdict .mark{margin-right:7px}
.list td a{color:inherit;text-decoration:none;font-weight:600}
.list td a:hover{text-decoration:underline}
.list .time{color:var(--soft);white-space:nowrap;font-size:14px}
.tag{display:inline-block;border-left:3px solid var(--review);background:var(--review-wash);padding:0 8px;margin:1px 6px 2px 0;font-size:13px;line-height:1.7}
.tag.error{border-color:var(--deficient);background:var(--deficient-wash)}
.tag.plain{border:0;background:none;color:var(--soft);padding:0}
.more{display:block;margin:14px auto;padding:8px 26px;border:1px solid var(--line);background:var(--sheet);border-radius:3px}
.names{columns:3;column-gap:36px;list-style:none;margin:10px 0 0;padding:0}
.names li{break-inside:avoid;padding:3px 0;border-bottom:1px solid var(--hair)}
.names small{display:block;color:var(--review-ink);font-size:13px}
.names span{color:var(--soft);margin-right:10px}.names span:empty{margin:0}
.block h3{font-size:15px;margin:18px 0 0}
.block h4{font:600 13.5px/1.4 var(--sans);color:var(--soft);margin:12px 0 0}
.help{border-top:1px solid var(--rule);padding:20px 0 60px;color:var(--soft);font-size:13.5px}
.help p{margin:4px 0;max-width:62em}
.note{background:var(--review-wash);border-left:3px solid var(--review);padding:10px 16px}
)css"
           R"css(
#detail{position:fixed;top:0;right:0;bottom:0;width:min(760px,100%);background:var(--sheet);box-shadow:-2px 0 28px rgba(28,37,48,.22);z-index:6;overflow-y:auto;overscroll-behavior:contain;scrollbar-width:thin}
#detail:focus{outline:none}
.bar-top{position:sticky;top:0;z-index:2;background:var(--sheet);border-bottom:1px solid var(--rule);display:flex;align-items:center;padding:8px 30px;font-size:14px}
.bar-top button{color:var(--link);padding:6px 12px 6px 0}
.bar-top button:disabled{color:var(--faint);cursor:default}
.bar-top .x{margin-left:auto;padding:6px 0 6px 12px}
.case{padding:22px 30px 60px}
.case .state{display:inline-flex;align-items:center;font-weight:600;padding:2px 14px 2px 10px;border-radius:2px}
.case .state .mark{margin-right:8px}
.state.deficient{background:var(--deficient-wash);color:var(--deficient)}
.state.review{background:var(--review-wash);color:var(--review-ink)}
.state.unreadable{background:var(--unreadable-wash);color:var(--unreadable)}
.state.complete{background:var(--complete-wash);color:var(--complete)}
.case h2.who{font:600 24px/1.4 var(--serif);margin:10px 0 2px;letter-spacing:.02em}
.case .sub{color:var(--soft);margin:0}
.case .sub b{color:var(--ink);font-weight:600}
.letter{margin-top:12px}
.letter summary{font-size:15px;padding:2px 0}
.letter pre{font:14px/1.7 var(--sans);white-space:pre-wrap;overflow-wrap:anywhere;background:var(--letter);border:1px solid var(--rule);margin:8px 0;padding:14px 18px}
.letter .row{display:flex;align-items:baseline;font-size:14px}
.letter button{border:1px solid var(--line);border-radius:3px;padding:3px 14px;margin-right:16px;background:var(--sheet)}
.case section{margin-top:30px}
.case section>h3{font:600 16px/1.4 var(--serif);letter-spacing:.06em;border-bottom:1px solid var(--ink);padding-bottom:5px}
.finding{display:grid;grid-template-columns:26px minmax(0,1fr);padding:12px 0 12px 8px;border-bottom:1px solid var(--hair);border-left:4px solid transparent}
.finding .mark{margin-top:5px}
.finding.error{border-left-color:var(--deficient)}.finding.warning{border-left-color:var(--review)}
.finding.settled{opacity:.72}
.finding:target,.finding.lit{background:var(--lit)}
.finding p{margin:0;overflow-wrap:anywhere}
.finding .say{font-weight:600}
.finding .say small{font-weight:400;color:var(--soft);margin-left:8px;font-size:13px}
.finding dl,.mail dl{display:grid;grid-template-columns:auto minmax(0,1fr);margin:4px 0 0;font-size:14px}
.finding dt,.mail dt{color:var(--soft);padding-right:12px;white-space:nowrap}
.finding dd,.mail dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}
.finding .code{color:var(--faint);font:12px/1.6 var(--mono)}
.view{margin:8px 0 4px;display:flex;flex-wrap:wrap;align-items:flex-start}
.view svg{display:block;background:#fff;border:1px solid var(--rule)}
.thumb{flex:none;margin:0 10px 4px 0;cursor:zoom-in;line-height:0}.thumb[aria-expanded=true]{cursor:zoom-out}
.view .whole{width:46px;height:auto}.thumb:hover .whole{border-color:var(--link)}
.view .crop{max-width:calc(100% - 58px);height:auto}
.view .large{width:100%;height:auto;margin:4px 0 6px}
.halo,.spot{fill:none;vector-effect:non-scaling-stroke}
.halo{stroke:#fff;stroke-width:5px}.spot{stroke:var(--deficient);stroke-width:2px}
.decision{background:var(--complete-wash);border-left:3px solid var(--complete);padding:4px 10px;margin-top:6px;font-size:14px}
.decision.outdated{background:var(--review-wash);border-left-color:var(--review)}
.mail dd.open{font-weight:600}
.grid{font-size:14px}
.grid th{text-align:left;font-weight:400;color:var(--soft);font-size:13px;padding:6px 10px 4px 0;border-bottom:1px solid var(--hair);white-space:nowrap}
.grid td{padding:7px 10px 7px 0;border-bottom:1px solid var(--hair);vertical-align:top;overflow-wrap:anywhere}
.grid .num{text-align:right;white-space:nowrap}
.grid tr.seen td{padding-top:0}.grid tr.seen .view{margin-top:2px}.grid tr:has(+.seen) td,.grid.stack tr:has(+.seen){border-bottom:0}
.grid td.t{color:var(--soft);width:9.5em}
.grid tr.uncertain td{background:var(--review-wash)}
.grid tr.uncertain td:first-child,.grid tr.lack td:first-child{box-shadow:inset 3px 0 0 var(--review);padding-left:10px}
.grid tr.lack td{background:var(--deficient-wash)}.grid tr.lack td:first-child{box-shadow:inset 3px 0 0 var(--deficient)}
.st{white-space:nowrap;font-size:13px}.st .mark{margin-right:5px}
.sure{color:var(--soft);font-size:13px}span.sure{white-space:nowrap}
.yen{display:inline-grid;grid-template-columns:auto auto;grid-column-gap:14px}
.yen span:nth-child(even){text-align:right}
.yen span:nth-child(odd){color:var(--soft)}
details summary{color:var(--link);cursor:pointer;font-size:13px}
.reads{list-style:none;margin:4px 0 0;padding:0 0 0 10px;border-left:2px solid var(--rule);font-size:13px}
.reads li{padding:2px 0}.reads small{color:var(--soft);display:block;font-size:12px}
.hash{font:12px/1.7 var(--mono)}
@media (min-width:1500px){.wrap{max-width:1320px}}
@media (max-width:900px){.columns{grid-template-columns:minmax(0,1fr)}.names{columns:2}}
@media (max-width:640px){
body{font-size:15px}.wrap{padding:0 16px}.head{padding:26px 0 18px}h1{font-size:25px}.kicker{letter-spacing:.18em}
.verdicts{grid-template-columns:1fr 1fr}.verdicts button{padding:10px 14px 8px}.verdicts .n{font-size:28px}
.verdicts button:nth-child(3){border-left:0}.verdicts button:nth-child(n+3){border-top:1px solid var(--hair)}
.todo button,.todo .plain{grid-template-columns:62px 22px minmax(0,1fr) 14px}.todo .count{font-size:22px;padding-right:10px}
.defects button{grid-template-columns:22px minmax(0,11em) minmax(30px,1fr) 36px}
.filters{position:static;padding:10px 0 4px}.filters>*{margin-right:0}.filters input[type=search]{flex-basis:100%}
.filters select{flex:1 1 45%;max-width:none;min-width:0}.filters select+select{margin-left:8px}
.chips{width:100%}.chip{flex:1 1 auto;justify-content:center;padding:0 5px;font-size:14px}
.list,.list tbody{display:block}.list thead{display:none}
.list tbody tr{display:grid;grid-template-columns:auto 1fr auto;padding:10px 12px;border-bottom:1px solid var(--rule)}
.list td{border:0;padding:0}.list tbody tr.open{background:var(--press)}
.list .verdict{order:1}.list .number{order:2;padding-left:12px;color:var(--soft)}.list .time{order:3}
.list .company{order:4;grid-column:1/4;padding-top:4px}.list .city{display:none}.list .problems{order:5;grid-column:1/4;padding-top:4px}
.names{columns:1}.bar-top{padding:6px 16px}.case{padding:16px 16px 48px}
.grid.files thead{display:none}.grid.files tr{display:grid;grid-template-columns:auto auto auto 1fr;border-bottom:1px solid var(--hair);padding:6px 0}
.grid.files td{border:0;padding:0 12px 0 0}.grid.files td:first-child{grid-column:1/5}
.grid.stack,.grid.stack tbody{display:block}.grid.stack tr{display:grid;grid-template-columns:minmax(0,1fr) auto;border-bottom:1px solid var(--hair);padding:8px 0}
.grid.stack td{border:0;padding:0;grid-column:1/3}.grid.stack td.t{width:auto;grid-column:1;display:flex;align-items:baseline}
.grid.stack tr.seen td.t{display:none}.grid.stack tr.seen{border-top:0;margin-top:-8px}
.grid.stack td.t .sure{margin-left:8px}.grid.stack td.end{grid-column:2;grid-row:1;display:flex;align-items:baseline}.grid.stack td.end .sure{margin-left:8px}
.grid.stack tr.uncertain,.grid.stack tr.lack{box-shadow:inset 3px 0 0 var(--review);background:var(--review-wash);padding-left:10px}
.grid.stack tr.lack{box-shadow:inset 3px 0 0 var(--deficient);background:var(--deficient-wash)}
.grid.stack tr.uncertain td,.grid.stack tr.lack td{background:none;box-shadow:none;padding-left:0}
.case .sub b{white-space:nowrap}}
@media print{
@page{size:A4;margin:16mm 14mm}
body{background:#fff;font-size:10.5pt}.wrap{max-width:none;padding:0}.head{padding:0 0 12px}
.filters,.more,.skip,.bar-top,.todo .go,.tally button,.help{display:none!important}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
.columns{grid-template-columns:minmax(0,1fr) minmax(0,1fr);grid-gap:18px 24px;margin:18px 0}
.todo button,.todo .plain{grid-template-columns:52px 20px minmax(0,1fr);padding:6px 0}.todo .count{font-size:18px;padding-right:10px}
.todo b{font-size:10pt}.todo .why{font-size:8.5pt;line-height:1.4}
.todo li,.defects li,.list tr,.finding,.grid tr,.view{break-inside:avoid}.view .large{max-height:240mm}
.list,.verdicts{border-color:#999}h2,h3{break-after:avoid}.list thead{display:table-header-group}
#list{break-before:page}.list{font-size:9pt}.list td{padding:4px 6px}.list th button{display:none}.list th{padding:4px 6px}.list th::before{content:attr(data-title)}
.list .c-verdict{width:78px}.list .c-number{width:66px}.list .c-city{width:58px}.list .c-received{width:102px}.list .time{font-size:8.5pt}.tag{font-size:8.5pt}
#detail{position:static;width:auto;box-shadow:none;overflow:visible;background:#fff}
.case{padding:0}body.reading .head,body.reading main{display:none}details summary{display:none}}
)css";
}

} // namespace shenbao::report
