import { Copyable, formatTime, formatYuan, languageTag, Row } from "@mall/admin-kit";
import { Container, Heading, Skeleton, Text } from "@medusajs/ui";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router-dom";
import { ActButton } from "../../../payment-exceptions/act-button";
import { Evidence } from "../../../payment-exceptions/evidence";
import { History } from "../../../payment-exceptions/history";
import { Failed, OrderLink, State } from "../../../payment-exceptions/parts";
import {
  usePaymentException,
  type PaymentExceptionDetail,
} from "../../../payment-exceptions/queries";

/** One exception: what happened, what was seen, what can be done, and who did what. */
const PaymentExceptionPage = () => {
  const { t } = useTranslation("paymentExceptions");
  const { id = "" } = useParams();
  const { data: exception, error, refetch } = usePaymentException(id);

  if (error !== null) {
    const isUnknown = "status" in error && error.status === 404;
    return <Failed text={t(isUnknown ? "notFound" : "loadFailed")} retry={() => void refetch()} />;
  }
  if (exception === undefined) {
    return (
      <Container>
        <Skeleton className="h-60 w-full" />
      </Container>
    );
  }
  return (
    <div className="flex flex-col gap-3 xl:flex-row xl:items-start">
      <div className="flex w-full flex-col gap-y-3">
        <Summary exception={exception} />
        <Evidence rows={exception.evidence} />
      </div>
      <div className="w-full xl:max-w-[360px]">
        <History entries={exception.actions} />
      </div>
    </div>
  );
};

const Summary = ({ exception }: { exception: PaymentExceptionDetail }) => {
  const { t, i18n } = useTranslation("paymentExceptions");
  const language = languageTag(i18n.language);
  return (
    <Container className="divide-y p-0">
      <div className="flex flex-wrap items-center justify-between gap-3 px-6 py-4">
        <div className="flex items-center gap-x-3">
          <Heading>{t(`kind.${exception.kind}.title`)}</Heading>
          <State resolution={exception.resolution} />
        </div>
        <Actions exception={exception} />
      </div>
      <div className="flex flex-col gap-y-3 px-6 py-4">
        <Said label={t("whatItMeans")}>{t(`kind.${exception.kind}.means`)}</Said>
        {exception.state === "open" && (
          <Said label={t("whatToDo")}>{t(`kind.${exception.kind}.toDo`)}</Said>
        )}
      </div>
      {exception.amount !== null && (
        <Row label={t("column.amount")}>{formatYuan(exception.amount, language)}</Row>
      )}
      <Row label={t("column.order")}>
        {exception.order_id === null ? t("noOrder") : <OrderLink {...exception} />}
      </Row>
      {exception.out_trade_no !== null && (
        <Row label={t("outTradeNo")}>
          <Copyable value={exception.out_trade_no} />
        </Row>
      )}
      <Row label={t("column.since")}>{formatTime(exception.raised_at, language)}</Row>
      {exception.resolved_at !== null && (
        <Row label={t("column.resolvedAt")}>{formatTime(exception.resolved_at, language)}</Row>
      )}
    </Container>
  );
};

const Said = ({ label, children }: { label: string; children: string }) => (
  <div>
    <Text size="small" leading="compact" weight="plus">
      {label}
    </Text>
    <Text size="small" className="text-ui-fg-subtle">
      {children}
    </Text>
  </div>
);

/** What would move the money comes last and stands out. */
const Actions = ({ exception }: { exception: PaymentExceptionDetail }) => {
  const { id, state, is_refundable, is_retryable } = exception;
  const hasRemedy = is_refundable || is_retryable;
  return (
    <div className="flex items-center gap-x-2">
      <ActButton exceptionId={id} action="note" />
      {state === "open" && (
        <ActButton exceptionId={id} action="accept" variant={hasRemedy ? "secondary" : "primary"} />
      )}
      {is_refundable && <ActButton exceptionId={id} action="refund" variant="primary" />}
      {is_retryable && <ActButton exceptionId={id} action="retry" variant="primary" />}
    </div>
  );
};

const Breadcrumb = () => useTranslation("paymentExceptions").t("details");

export const handle = { breadcrumb: () => <Breadcrumb /> };

export default PaymentExceptionPage;
