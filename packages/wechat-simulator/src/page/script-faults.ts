/** Draws the switches of the faults and of the signing mode. */
export const faultsScript = `
const faultChoices = [
  ["lose_notification", "通知丢失", "Notification lost", {}],
  ["duplicate_notification", "通知重复", "Notification sent twice", {}],
  ["delay_notification", "通知延迟 10 秒", "Notification 10 s late", { ms: 10000 }],
  ["wrong_amount", "通知金额错误", "Notification with a wrong amount", {}],
  ["forge_signature", "通知签名伪造", "Notification with a forged signature", {}],
  ["not_enough_balance", "退款余额不足", "Refund refused for lack of money", {}],
  ["refund_stuck", "退款停在处理中", "Refund waits for a decision", {}],
  ["refund_abnormal", "退款异常", "Refund ends abnormal", {}],
  ["refund_closed", "退款关闭", "Refund ends closed", {}],
  ["shipping_not_found", "发货时支付单不存在", "Shipping does not find the order", {}],
  ["slow_answer", "回答慢 3 秒", "Answers 3 s late", { ms: 3000 }],
  ["server_error", "系统错误 500", "Answers 500", {}],
  ["cut_off_after_effect", "执行后断线", "Cut off after the effect", {}],
];

// A fault that has used up its count no longer strikes.
const isOn = (fault) => fault !== undefined && fault.remaining !== 0;

// What is in force is put back as it was, so that a switch changes only its own fault.
function settingsOf(report) {
  const settings = { seed: report.seed };
  for (const [name, fault] of Object.entries(report.faults)) {
    if (!isOn(fault)) continue;
    const { seen, fired, remaining, ...setting } = fault;
    settings[name] = remaining === undefined ? setting : { ...setting, count: remaining };
  }
  return settings;
}

function toggle(name, parameters) {
  return async () => {
    const report = await call("GET", "/faults");
    const settings = settingsOf(report);
    if (settings[name]) delete settings[name];
    else settings[name] = { probability: 1, ...parameters };
    await call("PUT", "/faults", settings);
  };
}

function describe(fault) {
  if (!fault) return null;
  const rate = fault.count === undefined
    ? (fault.probability === 1 ? "每次" : "概率 " + fault.probability)
    : (isOn(fault) ? "剩余 " + fault.remaining + " 次" : "次数已用完");
  return h("div", { class: "meta" }, rate + " · 已发生 " + fault.fired + " 次 ", en("happened " + fault.fired + "×"));
}

function faultRow(name, chinese, english, parameters, fault) {
  return h("li", { class: "row" },
    h("div", { class: "text" }, both(chinese, english), describe(fault)),
    h("button", {
      class: "switch", role: "switch", "aria-checked": isOn(fault) ? "true" : "false",
      "aria-label": chinese + " " + english, "data-focus": name,
      onclick: act(toggle(name, parameters)),
    }));
}

function drawFaults(report) {
  const { faults } = report;
  const known = faultChoices.map(([name]) => name);
  const others = Object.keys(faults).filter((name) => !known.includes(name)).map((name) => [name, name, "", {}]);
  byId("faults-count").textContent = Object.values(faults).filter(isOn).length || "";
  draw("faults", faults, () => h("ul", { class: "rows" }, faultChoices.concat(others).map(
    ([name, chinese, english, parameters]) => faultRow(name, chinese, english, parameters, faults[name]))));
}

const modes = [
  ["certificate", "平台证书", "Certificate"],
  ["public_key", "微信支付公钥", "Public key"],
  ["mixed", "两者交替", "Mixed"],
];

function resetBooks() {
  if (!confirm("清空所有交易、退款和通知？ Empty the books?")) return Promise.resolve();
  return call("POST", "/reset", {});
}

function drawSettings(signing) {
  draw("settings", signing, () => h("div", { class: "settings" },
    h("div", { role: "group", "aria-label": "签名方式 Signing" },
      h("div", {}, both("签名方式", "Signs with")),
      h("div", { class: "segments" }, modes.map(([mode, chinese, english]) => h("button", {
        "aria-pressed": mode === signing ? "true" : "false", "data-focus": mode,
        onclick: act(() => call("PUT", "/mode", { signing: mode })),
      }, both(chinese, english))))),
    h("button", {
      class: "button refuse", "data-focus": "rotate",
      onclick: act(() => call("POST", "/rotate-certificate", {}), ...both("已更换平台证书", "Rotated")),
    }, "更换平台证书", en("Rotate the certificate")),
    h("button", { class: "button danger", "data-focus": "reset", onclick: act(resetBooks) },
      "清空账本", en("Empty the books"))));
}
`;
