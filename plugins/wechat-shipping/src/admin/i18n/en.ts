import type { zhCN } from "./zh-cn";

export const en: typeof zhCN = {
  wechatShipping: {
    title: "Shipping information",
    state: {
      none: "Not reported",
      pending: "Reporting",
      uploaded: "Reported",
      failed: "Failed",
      not_due: "Nothing to report",
    },
    explanation: {
      none: "WeChat is told when something is shipped",
      not_due: "WeChat was not paid, or the pickup is not complete",
    },
    uploadedAt: "Reported at",
    nextAttemptAt: "Next attempt",
    attempts: "Attempts",
    reason: "Reason",
    unknownCarrier: "The carrier of {{number}} is not known; choose it and report again",
    carrier: "Carrier",
    chooseCarrier: "Choose a carrier",
    report: "Report again",
    reported: "WeChat will be told in a moment",
    reportFailed: "Could not be reported again",
    loadFailed: "The shipping information could not be loaded",
    retry: "Try again",
  },
};
