/** Draws the balance, the pending payments, the transactions and the notifications. */
export const listsScript = `
const SHOWN = 50;

const states = {
  NOTPAY: ["wait", "未支付", "Unpaid"],
  SUCCESS: ["good", "已支付", "Paid"],
  CLOSED: ["plain", "已关闭", "Closed"],
  REFUND: ["plain", "转入退款", "Refunded"],
};
const tag = ([kind, chinese, english]) => h("span", { class: "tag " + kind }, both(chinese, english));

function pendingRow(order) {
  const focus = (name) => name + order.out_trade_no;
  const label = (chinese) => chinese + " " + order.description + " " + yuan(order.total);
  const pay = act(
    () => call("POST", "/pay", { prepay_id: order.prepay_id, openid: order.openid }),
    ...both("已支付 " + yuan(order.total), "Paid"),
  );
  const refuse = act(
    () => call("POST", "/refuse", { prepay_id: order.prepay_id }),
    ...both("已拒绝，订单仍可支付", "Refused; it can still be paid"),
  );
  return h("li", { class: "row" },
    h("div", { class: "text" },
      h("div", { class: "title" }, order.description),
      h("div", { class: "meta" }, order.out_trade_no + " · " + time(order.created_at)),
      order.refused_at ? h("div", { class: "meta" }, both("曾拒绝 " + time(order.refused_at), "refused before")) : null),
    h("span", { class: "money" }, yuan(order.total)),
    h("div", { class: "actions" },
      h("button", { class: "button refuse", "aria-label": label("拒绝"), "data-focus": focus("refuse"), onclick: refuse }, "拒绝", en("Refuse")),
      h("button", { class: "button pay", "aria-label": label("支付"), "data-focus": focus("pay"), onclick: pay }, "支付", en("Pay"))));
}

function transactionRow(order) {
  const expired = order.state === "NOTPAY" && !order.payable;
  const when = order.paid_at || order.closed_at || order.created_at;
  return h("li", { class: "row" },
    h("div", { class: "text" },
      h("div", { class: "title" }, order.description),
      h("div", { class: "meta" }, order.out_trade_no + " · " + time(when))),
    h("div", { class: "side" },
      h("span", { class: "money" }, yuan(order.total)),
      tag(expired ? ["bad", "已过期", "Expired"] : states[order.state])));
}

function deliveryOf(notification) {
  const tries = notification.attempts.length;
  if (notification.delivered) return ["good", "已送达", "Delivered"];
  if (notification.lost) return ["bad", "已丢失", "Lost"];
  if (notification.next_attempt_at === null) return ["bad", "已放弃", "Given up"];
  return tries === 0 ? ["wait", "待发送", "Waiting"] : ["wait", "待重试", "Retrying"];
}

const notificationRow = (descriptions) => (notification) => {
  const { attempts } = notification;
  const last = attempts[attempts.length - 1];
  const result = last ? (last.status === null ? last.error : "HTTP " + last.status) : "";
  const tries = "发送 " + attempts.length + " 次";
  const next = notification.next_attempt_at && attempts.length ? "下次 " + time(notification.next_attempt_at) : "";
  const meta = [time(last ? last.at : notification.created_at), tries, result, next].filter(Boolean).join(" · ");
  return h("li", { class: "row" },
    h("div", { class: "text" },
      h("div", { class: "title" }, descriptions[notification.out_trade_no] || notification.out_trade_no),
      h("div", { class: "meta" }, notification.event_type + " · " + (notification.out_refund_no || notification.out_trade_no)),
      h("div", { class: "meta" }, meta)),
    tag(deliveryOf(notification)));
};

const list = (make, whenEmpty) => (rows) =>
  rows.length ? h("ul", { class: "rows" }, rows.slice(0, SHOWN).map(make)) : empty(...whenEmpty);

function drawLists(books) {
  const transactions = books.transactions.slice().reverse();
  const notifications = books.notifications.slice().reverse();
  const descriptions = Object.fromEntries(transactions.map((order) => [order.out_trade_no, order.description]));
  drawRefunds(books, descriptions);
  const pending = transactions.filter((order) => order.payable);
  const { balance } = books;
  byId("balance").textContent = yuan(balance.balance);
  byId("received").textContent = yuan(balance.received);
  byId("refunded").textContent = yuan(balance.refunded);
  byId("available").textContent = yuan(balance.available);
  byId("paid").textContent = books.counts.SUCCESS + books.counts.REFUND;
  byId("pending-count").textContent = pending.length || "";
  byId("transactions-count").textContent = Object.values(books.counts).reduce((sum, count) => sum + count, 0) || "";
  byId("pending").className = "pending";
  draw("pending", pending, list(pendingRow, ["在商城下单并点击支付后，订单会出现在这里", "Orders appear here when a shopper is about to pay"]));
  draw("transactions", transactions, list(transactionRow, ["还没有交易", "No transactions yet"]));
  draw("notifications", notifications, list(notificationRow(descriptions), ["还没有通知", "No notifications yet"]));
}
`;
