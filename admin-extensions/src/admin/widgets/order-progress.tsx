import { defineWidgetConfig } from "@medusajs/admin-sdk";
import { Copyable, formatTime, formatYuan, languageTag, LoadFailed, Row } from "@mall/admin-kit";
import { Container, Heading, Skeleton, StatusBadge } from "@medusajs/ui";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import { useOrderProgress, type ShopperStatus, type WechatPayment } from "../lib/order-progress";

type Color = ComponentProps<typeof StatusBadge>["color"];

const statusColors: Record<ShopperStatus, Color> = {
  awaiting_payment: "orange",
  awaiting_group: "orange",
  awaiting_shipment: "blue",
  awaiting_pickup: "blue",
  awaiting_receipt: "blue",
  completed: "green",
  canceled: "grey",
  refunded: "grey",
};

const paymentColors: Record<WechatPayment["state"], Color> = {
  pending: "orange",
  paid: "green",
  closed: "grey",
};

/** What the shopper sees of an order, and what WeChat knows of its payment. */
const OrderProgressWidget = ({ data: order }: { data: { id: string } }) => {
  const { t, i18n } = useTranslation("orders");
  const { data, isError, refetch } = useOrderProgress(order.id);
  const language = languageTag(i18n.language);

  if (isError) {
    return (
      <Container className="p-0">
        <LoadFailed message={t("loadFailed")} retry={t("retry")} onRetry={refetch} />
      </Container>
    );
  }
  if (data === undefined) {
    return (
      <Container>
        <Skeleton className="h-20 w-full" />
      </Container>
    );
  }
  return (
    <Container className="divide-y p-0">
      <div className="flex items-center justify-between px-6 py-4">
        <Heading level="h2">{t("title")}</Heading>
        <StatusBadge color={statusColors[data.shopper_status]}>
          {t(`status.${data.shopper_status}`)}
        </StatusBadge>
      </div>
      {data.payment_deadline !== null && (
        <Row label={t("deadline")}>{formatTime(data.payment_deadline, language)}</Row>
      )}
      {data.wechat_payments.length === 0 && <Row label={t("wechatPay")}>{t("noPayment")}</Row>}
      {data.wechat_payments.map((payment) => (
        <Payment key={payment.out_trade_no} payment={payment} language={language} />
      ))}
    </Container>
  );
};

const Payment = ({ payment, language }: { payment: WechatPayment; language: string }) => {
  const { t } = useTranslation("orders");
  return (
    <>
      <Row label={t("wechatPay")}>
        <StatusBadge color={paymentColors[payment.state]}>
          {t(`payment.${payment.state}`)}
        </StatusBadge>
      </Row>
      <Row label={t("amount")}>{formatYuan(payment.amount, language)}</Row>
      {payment.paid_at !== null && (
        <Row label={t("paidAt")}>{formatTime(payment.paid_at, language)}</Row>
      )}
      <Row label={t("outTradeNo")}>
        <Copyable value={payment.out_trade_no} />
      </Row>
      {payment.transaction_id !== null && (
        <Row label={t("transactionId")}>
          <Copyable value={payment.transaction_id} />
        </Row>
      )}
    </>
  );
};

export const config = defineWidgetConfig({ zone: "order.details.side.before" });

export default OrderProgressWidget;
