import { FIGURE_STYLE } from '../figures/svg/figureStyle.js';

/** The one style sheet of a page: light, dark, narrow and on paper. */
export const HTML_STYLE = `
:root{color-scheme:light dark;--ink:#1b2129;--soft:#5a6472;--paper:#ffffff;--page:#f4f6f8;--line:#dde2e8;--stripe:#f7f9fb;--bad:#b34700;--good:#00664b;--link:#005a8e}
@media (prefers-color-scheme:dark){:root{--ink:#e8ebef;--soft:#a3adba;--paper:#14181d;--page:#0d1013;--line:#2c343d;--stripe:#191f25;--bad:#ff9d5c;--good:#4fd1ac;--link:#7cc7f2}}
*{box-sizing:border-box}
html{background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;-webkit-text-size-adjust:100%}
body{max-width:58rem;margin:2rem auto;padding:2.4rem 3rem 2rem;background:var(--paper);border:1px solid var(--line);border-radius:10px}
h1{font-size:1.75rem;line-height:1.2;margin:0;letter-spacing:-.01em}
h2{font-size:1.2rem;margin:2.6rem 0 .8rem;padding-top:1.1rem;border-top:1px solid var(--line)}
h3{font-size:.98rem;margin:1.6rem 0 .5rem}
h1,h2,h3,p{overflow-wrap:anywhere}p{margin:.5rem 0}.soft,footer{color:var(--soft)}
header{margin-bottom:1.4rem}header p{margin:.3rem 0 0}
.badge{display:inline-block;margin:0 0 .9rem;padding:.2rem .7rem;border:1px solid currentColor;border-radius:99px;font-size:.82rem;font-weight:600;color:var(--bad)}
.verdict{display:flex;gap:1.1rem;margin:1.4rem 0;padding:1.1rem 1.3rem;border:1px solid var(--line);border-left:8px solid var(--fill);border-radius:8px;background:var(--stripe)}
.verdict .mark{flex:none;width:2.5rem;height:2.5rem;border-radius:50%;background:var(--fill);color:#10151b;font-size:1.4rem;font-weight:700;line-height:2.5rem;text-align:center}
.verdict .word{margin:0;font-size:1.35rem;font-weight:700;line-height:1.3}.verdict p{margin:.25rem 0}
.v-confirmed{--fill:#009E73}.v-consistent{--fill:#56B4E9}.v-wrong-crown{--fill:#D55E00}.v-policy-split{--fill:#E69F00}.v-inconclusive{--fill:#F0E442}.v-unverifiable{--fill:#CC79A7}.v-not-replayed{--fill:#999999}
nav{margin:1.2rem 0;font-size:.9rem;line-height:1.9}nav a{margin-right:1rem;white-space:nowrap}a{color:var(--link)}
dl{display:grid;grid-template-columns:minmax(8rem,13rem) 1fr;gap:.3rem 1.2rem;margin:.8rem 0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
ul{margin:.5rem 0;padding-left:1.2rem}li{margin:.3rem 0;overflow-wrap:anywhere}
.scroll{overflow-x:auto;margin:.6rem 0}
table{width:100%;border-collapse:collapse;font-size:.86rem;font-variant-numeric:tabular-nums}
th{padding:.4rem .6rem;border-bottom:2px solid var(--line);color:var(--soft);font-weight:600;text-align:left;vertical-align:bottom}
td{min-width:5rem;padding:.4rem .6rem;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}td code{display:inline-block;min-width:8rem}td:first-child code{min-width:0}
tr:nth-child(even) td{background:var(--stripe)}th.n,td.n{text-align:right}td.n,td.k{min-width:0;white-space:nowrap;overflow-wrap:normal}
.t-fail,.t-differs,.t-wrong-crown{color:var(--bad);font-weight:650}.t-ok,.t-equal,.t-confirmed{color:var(--good)}[class^=t-]{white-space:nowrap}
code,pre{font:.86em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
code{overflow-wrap:anywhere}pre{margin:.3rem 0 1rem;padding:.7rem .9rem;border:1px solid var(--line);border-radius:6px;background:var(--stripe);white-space:pre-wrap;overflow-wrap:anywhere}
figure{margin:1.4rem 0;overflow-x:auto}figure svg{display:block;width:100%;min-width:34rem;height:auto}
details{margin:.5rem 0;border:1px solid var(--line);border-radius:6px;padding:.35rem .8rem}summary{cursor:pointer;font-size:.92rem;overflow-wrap:anywhere}details table{font-size:.8rem}details td{min-width:5.5rem}details td.n,details td.k,details td code{min-width:0}details td:nth-child(3),details td:nth-child(4){min-width:13rem}
footer{margin-top:2.6rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.85rem}
@media screen and (max-width:48rem){body{margin:0;padding:1.2rem 1rem;border:0;border-radius:0}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}}
@media print{html{background:#fff;font-size:10.5pt}body{max-width:none;margin:0;padding:0;border:0}nav{display:none}figure,tr,.verdict,li,dd{break-inside:avoid}dl{grid-template-columns:minmax(7rem,11rem) 1fr}h2{margin-top:1.6rem}figure svg{min-width:0}.scroll{overflow-x:visible}details{margin:0;padding:0;border:0}details[open]{margin:.6rem 0}details td:nth-child(3),details td:nth-child(4){min-width:9rem}h2,h3{break-after:avoid}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
${FIGURE_STYLE}
`;
