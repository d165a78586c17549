export const zhCN = {
  wechatShipping: {
    title: "发货信息",
    state: {
      none: "未上报",
      pending: "上报中",
      uploaded: "已上报",
      failed: "上报失败",
      not_due: "无需上报",
    },
    explanation: {
      none: "发货后自动上报给微信",
      not_due: "没有微信收款，或自提尚未全部完成",
    },
    uploadedAt: "上报时间",
    nextAttemptAt: "下次尝试",
    attempts: "已尝试次数",
    reason: "原因",
    unknownCarrier: "无法识别运单号 {{number}} 的快递公司，请选择后重新上报",
    carrier: "快递公司",
    chooseCarrier: "选择快递公司",
    report: "重新上报",
    reported: "已重新提交，稍后上报给微信",
    reportFailed: "重新上报失败",
    loadFailed: "发货信息加载失败",
    retry: "重试",
  },
};
