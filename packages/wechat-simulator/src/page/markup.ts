/** A green payment sheet as an inline icon. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E" +
  "%3Crect width='32' height='32' rx='8' fill='%2307c160'/%3E" +
  "%3Cpath d='M9 16.5l5 5 9-11' fill='none' stroke='white' stroke-width='3.4' " +
  "stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E";

const heading = (id: string, chinese: string, english: string): string =>
  `<h2 id="${id}-title">${chinese} <span lang="en">${english}</span></h2>`;

const section = (id: string, chinese: string, english: string, more = ""): string => `
<section class="card" aria-labelledby="${id}-title">
  <div class="card-head">${heading(id, chinese, english)}<span class="count" id="${id}-count"></span></div>
  ${more}
  <div id="${id}"></div>
</section>`;

/** The page without data; the script fills it from the control routes. */
export const markup = (parts: {
  nonce: string;
  style: string;
  script: string;
}): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>模拟微信 WeChat simulator</title>
<link rel="icon" href="${ICON}">
<style nonce="${parts.nonce}">${parts.style}</style>
</head>
<body>
<header>
  <div class="brand">
    <img src="${ICON}" alt="" width="36" height="36">
    <div>
      <h1>模拟微信 <span lang="en">WeChat simulator</span></h1>
      <p>代替微信收款和通知，不涉及真实资金 <span lang="en">Takes payments in WeChat's place; no real money moves</span></p>
    </div>
  </div>
  <p class="link" id="link" role="status"></p>
</header>
<main>
  <section class="balance" aria-labelledby="balance-title">
    <h2 id="balance-title">商户余额 <span lang="en">Balance</span></h2>
    <p class="amount" id="balance">–</p>
    <dl>
      <div><dt>已收款 <span lang="en">Received</span></dt><dd id="received">–</dd></div>
      <div><dt>已退款 <span lang="en">Refunded</span></dt><dd id="refunded">–</dd></div>
      <div><dt>可用余额 <span lang="en">Available</span></dt><dd id="available">–</dd></div>
      <div><dt>已支付订单 <span lang="en">Paid orders</span></dt><dd id="paid">–</dd></div>
    </dl>
  </section>
  <div class="columns">
    <div class="column">
      ${section("pending", "待支付", "Pending payments")}
      ${section("transactions", "交易记录", "Transactions")}
      ${section("refunds", "退款记录", "Refunds")}
    </div>
    <div class="column">
      ${section("notifications", "通知记录", "Notifications")}
      ${section(
        "faults",
        "故障注入",
        "Faults",
        `<p class="hint">打开后每次都会发生，用来检验商城能否应对 <span lang="en">Each happens every time while it is on</span></p>`,
      )}
      ${section("settings", "设置", "Settings")}
    </div>
  </div>
</main>
<div class="toast" id="toast" role="alert"></div>
<noscript><p class="card">此页面需要 JavaScript。 <span lang="en">This page needs JavaScript.</span></p></noscript>
<script nonce="${parts.nonce}">${parts.script}</script>
</body>
</html>`;
