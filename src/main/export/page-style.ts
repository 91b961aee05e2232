/** The page's only style; no colour alone carries a meaning. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--paper:#fbfbfa;--raised:#fff;--ink:#1d2025;--ink-2:#5d636e;--rule:#e3e4e6;
--you:#8a5a00;--model:#2456a6;--tool:#4b5563;--check:#1f7a3d;--box:#6b7280;--machine:#6b7280;--failed:#b3261e}
@media (prefers-color-scheme:dark){:root{--paper:#16181d;--raised:#1d2026;--ink:#e6e8eb;--ink-2:#9aa1ac;--rule:#2c3038;
--you:#e0b05c;--model:#8ab4f8;--tool:#a6adba;--check:#7fd19b;--box:#9aa1ac;--machine:#9aa1ac;--failed:#f2887f}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:2rem 1.25rem 6rem;background:var(--paper);color:var(--ink);
font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:0 0 2rem}
dt{color:var(--ink-2)}dd{margin:0}
a{color:inherit}
article{border-left:3px solid var(--lane);padding:.35rem 0 .35rem .9rem;margin:0 0 .35rem;content-visibility:auto;contain-intrinsic-size:auto 2.4rem}
article:target{background:var(--raised);outline:1px solid var(--lane)}
article>header{display:flex;flex-wrap:wrap;gap:.1rem .6rem;align-items:baseline;font-size:13px;color:var(--ink-2)}
article>header a{font-variant-numeric:tabular-nums;min-width:3.2em;text-decoration:none}
article>header a:hover,article>header a:focus-visible{text-decoration:underline}
article>header b{color:var(--lane);font-weight:600}
article>header time{margin-left:auto;font-variant-numeric:tabular-nums}
.headline{color:var(--ink)}
.failed>header b::after{content:" ✗";color:var(--failed)}
.you{--lane:var(--you)}.model{--lane:var(--model)}.tool{--lane:var(--tool)}.check{--lane:var(--check)}.box{--lane:var(--box)}.machine{--lane:var(--rule)}
.machine>header b{color:var(--ink-2)}.failed{--lane:var(--failed)}
.prose,.output{white-space:pre-wrap;margin:.35rem 0}
.output{font:12.5px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--raised);border:1px solid var(--rule);border-radius:6px;padding:.5rem .7rem;tab-size:4}
summary{cursor:pointer;color:var(--ink-2);font-size:13px}
summary code{color:var(--ink)}
footer{margin-top:2rem;color:var(--ink-2);font-size:13px}
@media print{:root{--paper:#fff;--raised:#fff;--ink:#000}body{max-width:none;padding:0;font-size:11px}article{content-visibility:visible;break-inside:avoid-page}.output{font-size:9.5px}}
`;
