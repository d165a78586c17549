/** Draws the refunds, with buttons for those that wait for a decision. */
export const refundsScript = `
const refundStates = {
  PROCESSING: ["wait", "处理中", "Processing"],
  SUCCESS: ["good", "已退款", "Refunded"],
  ABNORMAL: ["bad", "退款异常", "Abnormal"],
  CLOSED: ["plain", "已关闭", "Closed"],
};

function decisions(refund) {
  if (!refund.stuck) return null;
  const button = (outcome, kind, chinese, english) => h("button", {
    class: "button " + kind, "aria-label": chinese + " " + refund.out_refund_no, "data-focus": outcome + refund.out_refund_no,
    onclick: act(() => call("POST", "/refund", { out_refund_no: refund.out_refund_no, outcome }), ...both(chinese, english)),
  }, chinese, en(english));
  return h("div", { class: "actions" },
    button("closed", "refuse", "关闭", "Close"),
    button("abnormal", "refuse", "异常", "Abnormal"),
    button("success", "pay", "成功", "Success"));
}

const refundRow = (descriptions) => (refund) => h("li", { class: "row" },
  h("div", { class: "text" },
    h("div", { class: "title" }, descriptions[refund.out_trade_no] || refund.out_trade_no),
    h("div", { class: "meta" }, refund.out_refund_no + " · " + time(refund.settled_at || refund.created_at)),
    refund.reason ? h("div", { class: "meta" }, refund.reason) : null),
  h("div", { class: "side" },
    h("span", { class: "money" }, yuan(refund.amount)),
    tag(refundStates[refund.status])),
  decisions(refund));

function drawRefunds(books, descriptions) {
  const refunds = books.refunds.slice().reverse();
  byId("refunds-count").textContent = refunds.length || "";
  byId("refunds").className = "pending";
  draw("refunds", [refunds, descriptions], () => list(refundRow(descriptions), ["还没有退款", "No refunds yet"])(refunds));
}
`;
