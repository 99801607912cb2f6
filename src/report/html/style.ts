import { controlColour, faintFill, ink, rule, softInk, trialColour } from "../figures/palette.js";

/** Colours of the page, light and dark. Figures are drawn in the light ones; the page recolours them where it is dark. */
const colours = {
  paper: ["#ffffff", "#14171a"],
  panel: ["#f6f7f9", "#1c2126"],
  ink: [ink, "#e6e8ea"],
  soft: [softInk, "#a9b0b7"],
  rule: [rule, "#454c54"],
  faint: [faintFill, "#252b31"],
  link: ["#0a58a8", "#7fb8f0"],
  trial: [trialColour, "#5aa9ea"],
  control: [controlColour, "#f08a4b"],
  warning: ["#8a5a00", "#e0b050"],
} as const;

/** A colour of the figures and the page's name for it. */
const recoloured = [
  [ink, "ink"],
  [softInk, "soft"],
  [rule, "rule"],
  [faintFill, "faint"],
  ["#ffffff", "paper"],
  [trialColour, "trial"],
  [controlColour, "control"],
] as const;

const variables = (mode: 0 | 1): string =>
  Object.entries(colours)
    .map(([name, pair]) => `--${name}:${pair[mode]}`)
    .join(";");

const figureRules = recoloured
  .flatMap(([colour, name]) => [
    `.drawing [fill="${colour}"]{fill:var(--${name})}`,
    `.drawing [stroke="${colour}"]{stroke:var(--${name})}`,
  ])
  .join("\n");

/** The page's style sheet. */
export const style = `
:root{${variables(0)};color-scheme:light}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${variables(1)};color-scheme:dark}}
:root[data-theme=dark]{${variables(1)};color-scheme:dark}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 "Liberation Sans",Arial,Helvetica,sans-serif;display:grid;grid-template-columns:17.5rem minmax(0,1fr)}
a{color:var(--link)}
a:focus-visible,button:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem 1rem;z-index:2}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:1.4rem 1.1rem 2rem 1.4rem;background:var(--panel);border-right:1px solid var(--rule);font-size:.86rem;line-height:1.35}
nav ol{list-style:none;margin:0;padding:0}
nav ol ol{padding-left:1.1rem;font-size:.95em}
nav li{margin:.06rem 0}
nav a{text-decoration:none;color:var(--ink);display:inline-block;padding:.2rem 0}
nav a:hover{text-decoration:underline}
nav a[aria-current]{color:var(--link);font-weight:bold}
nav h2{font-size:.8rem;text-transform:uppercase;letter-spacing:.06em;color:var(--soft);margin:1.4rem 0 .4rem;padding:0;border:0}
nav button{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--rule);border-radius:4px;padding:.25rem .6rem;cursor:pointer}
main{max-width:56rem;padding:2.2rem 2.4rem 5rem;min-width:0}
header{border-bottom:1px solid var(--rule);margin-bottom:2rem;padding-bottom:1.4rem}
h1{font-size:1.75rem;line-height:1.25;margin:.2rem 0 1rem}
h2{font-size:1.35rem;margin:3rem 0 1rem;padding-top:.6rem;border-top:2px solid var(--ink)}
h3{font-size:1.1rem;margin:2.2rem 0 .8rem}
.subtitle{color:var(--soft);margin:0;text-transform:uppercase;letter-spacing:.08em;font-size:.8rem}
.notice{color:var(--soft);font-size:.9rem}
p,li{overflow-wrap:anywhere}
code{font-family:"Liberation Mono",Consolas,monospace;font-size:.88em;overflow-wrap:anywhere}
.callout{border-left:4px solid var(--rule);background:var(--panel);padding:.8rem 1.1rem;margin:1.2rem 0;border-radius:0 4px 4px 0}
.callout p{margin:.3rem 0}
.callout-title{font-weight:bold}
.callout.key{border-color:var(--trial)}
.callout.key p:last-child{font-size:1.08rem}
.callout.warning{border-color:var(--warning)}
.callout.warning .callout-title{color:var(--warning)}
.callout.limitation{border-color:var(--soft)}
table{border-collapse:collapse;width:100%;font-size:.86rem;line-height:1.4;font-variant-numeric:tabular-nums}
caption,figcaption{text-align:left;margin-bottom:.5rem;font-size:.95rem}
.number{font-weight:bold}
.title{font-weight:bold}
.population{display:block;color:var(--soft);font-size:.86rem}
.table,.figure{margin:2rem 0}
.scroll{overflow-x:auto}
.table table{border-top:2px solid var(--ink);border-bottom:2px solid var(--ink)}
.table caption{border-bottom:0}
.table thead th{border-bottom:1px solid var(--ink);vertical-align:bottom;text-align:left;padding:.35rem .5rem}
.table tbody th,.table td{font-weight:normal;text-align:left;padding:.22rem .5rem;vertical-align:top;overflow-wrap:break-word}
.table tbody th.indent{padding-left:1.5rem}
.table tbody tr.group th{font-weight:bold;padding-top:.6rem;border-top:1px solid var(--rule)}
.table tbody tr:not(.group):hover{background:var(--panel)}
.table .center{text-align:center}
.table td.center,.table td.right{white-space:nowrap}
.table .right{text-align:right}
.facts{margin:1.2rem 0}
.facts caption{font-weight:bold}
.facts th{font-weight:normal;color:var(--soft);text-align:left;width:14rem;padding:.28rem .8rem .28rem 0;vertical-align:top;border-top:1px solid var(--rule)}
.facts td{padding:.28rem 0;border-top:1px solid var(--rule);overflow-wrap:anywhere}
.footnotes{color:var(--soft);font-size:.8rem;margin-top:.5rem}
.footnotes p{margin:.12rem 0}
.figure{max-width:100%}
.drawing{overflow-x:auto}
.drawing svg{display:block;max-width:100%;height:auto}
.code{margin:1rem 0}
.code figcaption{font-weight:bold;font-size:.88rem;margin-bottom:.3rem}
pre{background:var(--panel);border:1px solid var(--rule);border-radius:4px;padding:.7rem .9rem;margin:0;overflow:auto;max-height:32rem;font-size:.82rem;line-height:1.4;white-space:pre-wrap}
.tip{position:fixed;z-index:3;pointer-events:none;background:var(--paper);color:var(--ink);border:1px solid var(--soft);border-radius:4px;padding:.35rem .6rem;font-size:.8rem;line-height:1.4;max-width:22rem;box-shadow:0 2px 8px rgba(0,0,0,.18)}
.tip b{font-weight:normal;color:var(--soft)}
main button{font:inherit;font-size:.8rem;color:var(--ink);background:var(--paper);border:1px solid var(--rule);border-radius:4px;padding:.15rem .6rem;cursor:pointer}
main button:hover{border-color:var(--soft)}
.table{position:relative}
.table>.copy{position:absolute;right:0;top:0}
.table caption{padding-right:4.5rem}
.sort,main .sort{font:inherit;color:inherit;background:none;border:0;padding:0;text-align:inherit}
.sort:hover{text-decoration:underline}
[aria-sort=ascending] .sort::after{content:" \\25B2";content:" \\25B2"/""}
[aria-sort=descending] .sort::after{content:" \\25BC";content:" \\25BC"/""}
.controls{display:flex;flex-wrap:wrap;gap:.4rem .9rem;align-items:center;margin:.5rem 0;font-size:.8rem}
.controls button[aria-pressed=true]::before{content:"\\25A0\\00A0";content:"\\25A0\\00A0"/""}
.controls button[aria-pressed=false]::before{content:"\\25A1\\00A0";content:"\\25A1\\00A0"/""}
.controls label{display:flex;align-items:center;gap:.35rem}
.controls output{min-width:2.2em;text-align:right;font-variant-numeric:tabular-nums}
.stretch{position:fixed;z-index:2;pointer-events:none;background:var(--link);opacity:.15}
.drawn-on{cursor:crosshair;user-select:none}
.news{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
[hidden]{display:none}
${figureRules}
@media (max-width:62rem){body{display:block}nav{position:static;height:auto;border-right:0;border-bottom:1px solid var(--rule)}main{padding:1.2rem}.table tbody th{min-width:9.5rem}.table tbody td.left{min-width:7rem}.facts th{width:7.5rem;overflow-wrap:anywhere}}
@media print{:root,:root[data-theme]{${variables(0)};color-scheme:light}body{display:block;font-size:10pt}nav,.skip,.tip,.copy,.controls,.stretch{display:none}main{max-width:none;padding:0}.figure,.facts tr,.table tr,.callout{break-inside:avoid}h2,h3,caption,figcaption{break-after:avoid}thead{display:table-header-group}pre{max-height:none}a{color:inherit}}
`.trim();
