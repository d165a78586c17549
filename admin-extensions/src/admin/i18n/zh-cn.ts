export const zhCN = {
  orders: {
    title: "订单进度",
    status: {
      awaiting_payment: "待付款",
      awaiting_group: "待成团",
      awaiting_shipment: "待发货",
      awaiting_pickup: "待自提",
      awaiting_receipt: "待收货",
      completed: "已完成",
      canceled: "已取消",
      refunded: "已退款",
    },
    deadline: "付款截止",
    wechatPay: "微信支付",
    noPayment: "买家还没有发起微信支付",
    payment: {
      pending: "等待买家付款",
      paid: "已收款",
      closed: "已关闭",
    },
    outTradeNo: "商户订单号",
    transactionId: "微信支付订单号",
    amount: "金额",
    paidAt: "付款时间",
    loadFailed: "订单进度加载失败",
    retry: "重试",
  },
};
