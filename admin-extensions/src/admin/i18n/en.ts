import type { zhCN } from "./zh-cn";

export const en: typeof zhCN = {
  orders: {
    title: "Order progress",
    status: {
      awaiting_payment: "Awaiting payment",
      awaiting_group: "Awaiting group",
      awaiting_shipment: "Awaiting shipment",
      awaiting_pickup: "Awaiting pickup",
      awaiting_receipt: "Awaiting receipt",
      completed: "Completed",
      canceled: "Canceled",
      refunded: "Refunded",
    },
    deadline: "Pay by",
    wechatPay: "WeChat Pay",
    noPayment: "The shopper has not started a WeChat payment yet",
    payment: {
      pending: "Waiting for the shopper",
      paid: "Received",
      closed: "Closed",
    },
    outTradeNo: "Merchant order no.",
    transactionId: "WeChat transaction",
    amount: "Amount",
    paidAt: "Paid at",
    loadFailed: "The order's progress could not be loaded",
    retry: "Try again",
  },
};
