import { defineWidgetConfig } from "@medusajs/admin-sdk";
import { formatTime, languageTag, LoadFailed, Row } from "@mall/admin-kit";
import {
  Button,
  Container,
  Heading,
  Select,
  Skeleton,
  StatusBadge,
  Text,
  toast,
} from "@medusajs/ui";
import { useState, type ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import {
  useReportAgain,
  useWechatShipping,
  type Carrier,
  type UploadState,
} from "../lib/wechat-shipping";

const colors: Record<UploadState | "none", ComponentProps<typeof StatusBadge>["color"]> = {
  none: "grey",
  pending: "orange",
  uploaded: "green",
  failed: "red",
  not_due: "grey",
};

const UNKNOWN_CARRIER = /^unknown_carrier: (.*)$/;

/** Whether WeChat knows how this order was shipped, and what the merchant can do about it. */
const WechatShippingWidget = ({ data: order }: { data: { id: string } }) => {
  const { t, i18n } = useTranslation("wechatShipping");
  const { data, isError, refetch } = useWechatShipping(order.id);
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
  const { wechat_shipping: upload, carriers } = data;
  const state = upload?.state ?? "none";
  const unknown = UNKNOWN_CARRIER.exec(upload?.last_error ?? "")?.[1];
  return (
    <Container className="divide-y p-0">
      <div className="flex items-center justify-between px-6 py-4">
        <Heading level="h2">{t("title")}</Heading>
        <StatusBadge color={colors[state]}>{t(`state.${state}`)}</StatusBadge>
      </div>
      {(state === "none" || state === "not_due") && (
        <Text size="small" className="text-ui-fg-subtle px-6 py-3">
          {t(`explanation.${state}`)}
        </Text>
      )}
      {upload?.uploaded_at && (
        <Row label={t("uploadedAt")}>{formatTime(upload.uploaded_at, language)}</Row>
      )}
      {upload?.last_error && (
        <Row label={t("reason")}>
          {unknown === undefined ? upload.last_error : t("unknownCarrier", { number: unknown })}
        </Row>
      )}
      {upload?.state === "pending" && upload.attempts > 0 && (
        <Row label={t("attempts")}>{upload.attempts}</Row>
      )}
      {upload?.next_attempt_at && (
        <Row label={t("nextAttemptAt")}>{formatTime(upload.next_attempt_at, language)}</Row>
      )}
      {upload !== null && (
        <ReportAgain
          key={upload.express_company}
          orderId={order.id}
          carriers={unknown === undefined ? [] : carriers}
        />
      )}
    </Container>
  );
};

/** `carriers`: to choose from, where the parcels do not tell theirs. */
const ReportAgain = ({ orderId, carriers }: { orderId: string; carriers: Carrier[] }) => {
  const { t } = useTranslation("wechatShipping");
  const [company, setCompany] = useState("");
  const report = useReportAgain(orderId);
  const isToChoose = carriers.length > 0;
  return (
    <>
      {isToChoose && (
        <Row label={t("carrier")}>
          <Select size="small" value={company} onValueChange={setCompany}>
            <Select.Trigger>
              <Select.Value placeholder={t("chooseCarrier")} />
            </Select.Trigger>
            <Select.Content>
              {carriers.map(({ code, name }) => (
                <Select.Item key={code} value={code}>
                  {name}
                </Select.Item>
              ))}
            </Select.Content>
          </Select>
        </Row>
      )}
      <div className="flex items-center justify-end px-6 py-4">
        <Button
          size="small"
          variant="secondary"
          isLoading={report.isPending}
          disabled={isToChoose && company === ""}
          onClick={() =>
            report.mutate(company, {
              onSuccess: () => toast.success(t("reported")),
              onError: ({ message }) => toast.error(t("reportFailed"), { description: message }),
            })
          }
        >
          {t("report")}
        </Button>
      </div>
    </>
  );
};

export const config = defineWidgetConfig({ zone: "order.details.side.after" });

export default WechatShippingWidget;
