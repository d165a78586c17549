/** WeChat's green on light and dark grounds; one column on a phone, two on a desk. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f2f3f5; --card: #fff; --ink: #16181d; --soft: #5d6470; --line: #e7e9ed;
  --green: #07c160; --green-deep: #057a3d; --green-pale: #e5f7ed;
  --red: #b42318; --red-pale: #fdeceb; --amber: #8a5300; --amber-pale: #fff3dc; --grey-pale: #eef0f3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101214; --card: #1a1d21; --ink: #eceef1; --soft: #a3abb7; --line: #2b3036;
    --green-deep: #4ade8b; --green-pale: #10301f; --red: #ff9a91; --red-pale: #3a1815;
    --amber: #f5c065; --amber-pale: #352710; --grey-pale: #262a30;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.5 -apple-system, BlinkMacSystemFont, "PingFang SC", "Microsoft YaHei",
    "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif;
}
h1, h2, p, dl, dd, ul { margin: 0; padding: 0; }
[lang="en"] { color: var(--soft); font-weight: 400; font-size: .82em; }
header, main { max-width: 1120px; margin: 0 auto; padding: 0 20px; }
header { display: flex; justify-content: space-between; align-items: center; gap: 16px; padding-top: 22px; }
.brand { display: flex; gap: 12px; align-items: center; }
.brand img { flex: none; }
h1 { font-size: 20px; line-height: 1.3; }
.brand p { color: var(--soft); font-size: 13px; }
.brand p [lang="en"] { font-size: 12px; }
.link { display: flex; align-items: center; gap: 6px; font-size: 13px; color: var(--soft); white-space: nowrap; }
.link::before { content: ""; width: 8px; height: 8px; border-radius: 50%; background: var(--soft); }
.link.on::before { background: var(--green); }
.link.off::before { background: #e5484d; }
main { padding-top: 18px; padding-bottom: 48px; display: grid; gap: 16px; }
.balance {
  background: linear-gradient(135deg, #058544, #045f30); color: #fff;
  border-radius: 16px; padding: 20px 24px;
}
.balance h2 { font-size: 14px; font-weight: 500; }
.balance [lang="en"] { color: #d3f3e0; }
.amount { font-size: 40px; font-weight: 650; line-height: 1.25; font-variant-numeric: tabular-nums; }
.balance dl { display: flex; flex-wrap: wrap; gap: 8px 36px; margin-top: 10px; }
.balance dt { font-size: 13px; }
.balance dd { font-size: 17px; font-weight: 600; font-variant-numeric: tabular-nums; }
.columns { display: grid; gap: 16px; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); align-items: start; }
.column { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
.card { background: var(--card); border-radius: 16px; padding: 18px 20px; box-shadow: 0 1px 2px #0000000d; }
.card-head { display: flex; justify-content: space-between; align-items: baseline; margin-bottom: 6px; }
h2 { font-size: 16px; }
.count { color: var(--soft); font-size: 13px; font-variant-numeric: tabular-nums; }
.hint { color: var(--soft); font-size: 13px; margin-bottom: 4px; }
.rows { list-style: none; }
.row { display: flex; align-items: center; gap: 12px; padding: 11px 0; border-top: 1px solid var(--line); }
.rows .row:first-child { border-top: 0; }
.row > .text { flex: 1; min-width: 0; }
.title { font-weight: 550; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.meta { color: var(--soft); font-size: 12.5px; overflow-wrap: anywhere; }
.money { font-weight: 600; font-size: 16px; font-variant-numeric: tabular-nums; white-space: nowrap; }
.side { display: flex; flex-direction: column; align-items: flex-end; gap: 2px; flex: none; }
.tag { font-size: 12px; line-height: 20px; padding: 0 8px; border-radius: 10px; white-space: nowrap; }
.tag.good { background: var(--green-pale); color: var(--green-deep); }
.tag.wait { background: var(--amber-pale); color: var(--amber); }
.tag.bad { background: var(--red-pale); color: var(--red); }
.tag.plain { background: var(--grey-pale); color: var(--soft); }
.actions { display: flex; gap: 8px; flex: none; }
button { font: inherit; color: inherit; cursor: pointer; border: 0; background: none; }
button:disabled { opacity: .5; cursor: default; }
button:focus-visible, summary:focus-visible { outline: 3px solid #5aa9ff; outline-offset: 2px; }
.button {
  min-height: 44px; padding: 4px 16px; border-radius: 10px; font-weight: 550; line-height: 1.2;
  display: flex; flex-direction: column; justify-content: center; align-items: center;
}
.button [lang="en"] { font-size: 11px; color: inherit; }
.pay { background: #057a3d; color: #fff; }
.pay:hover:enabled { background: #04652f; }
.refuse { background: var(--grey-pale); }
.refuse:hover:enabled { background: var(--line); }
.danger { background: var(--red-pale); color: var(--red); }
.switch {
  flex: none; width: 50px; height: 30px; border-radius: 15px; background: #9aa1ac; position: relative;
  transition: background .15s;
}
.switch::after {
  content: ""; position: absolute; top: 3px; left: 3px; width: 24px; height: 24px; border-radius: 50%;
  background: #fff; transition: transform .15s;
}
.switch[aria-checked="true"] { background: #058a45; }
.switch[aria-checked="true"]::after { transform: translateX(20px); }
.segments { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 6px; }
.segments button { min-height: 44px; padding: 4px 12px; border-radius: 10px; background: var(--grey-pale); font-size: 13.5px; }
.segments button[aria-pressed="true"] { background: var(--green-pale); color: var(--green-deep); font-weight: 600; }
.segments button [lang="en"] { color: inherit; }
.settings { display: grid; gap: 14px; padding-top: 6px; }
.settings .button { justify-self: start; }
.empty { color: var(--soft); padding: 14px 0 6px; text-align: center; }
.toast {
  position: fixed; left: 50%; bottom: 24px; transform: translateX(-50%); max-width: min(92vw, 560px);
  background: #16181d; color: #fff; border-radius: 12px; padding: 11px 18px; font-size: 14px;
  opacity: 0; pointer-events: none; transition: opacity .2s;
}
.toast.shown { opacity: .96; }
.toast [lang="en"] { color: #cfd4dc; }
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
@media (max-width: 760px) {
  header, main { padding-left: 14px; padding-right: 14px; }
  header { align-items: flex-start; gap: 8px; }
  .brand { align-items: flex-start; }
  .brand [lang="en"], .hint [lang="en"] { display: block; }
  .link { padding-top: 4px; }
  .title { white-space: normal; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; }
  .columns { grid-template-columns: minmax(0, 1fr); }
  .pending .row { flex-wrap: wrap; }
  .pending .actions { width: 100%; }
  .pending .actions .button { flex: 1; }
  .amount { font-size: 34px; }
  .balance dl { gap: 8px 24px; }
}
`;
