import { defineRouteConfig } from "@medusajs/admin-sdk";
import { CheckCircle, ExclamationCircle } from "@medusajs/icons";
import { Container, Heading, Select, Skeleton, Table, Tabs, Text } from "@medusajs/ui";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router-dom";
import { ListTable } from "../../payment-exceptions/list-table";
import { Count, Failed } from "../../payment-exceptions/parts";
import { kinds, usePaymentExceptions, type State } from "../../payment-exceptions/queries";

const PAGE_SIZE = 20;
const ALL = "all";

/** What a merchant has to look at; the address remembers what was chosen. */
const PaymentExceptionsPage = () => {
  const { t } = useTranslation("paymentExceptions");
  const [search, setSearch] = useSearchParams();
  const state: State = search.get("state") === "resolved" ? "resolved" : "open";
  const kind = kinds.find((one) => one === search.get("kind"));
  const page = Math.max(0, Number(search.get("page")) || 0);
  const { data, isError, refetch } = usePaymentExceptions({
    state,
    kind,
    limit: PAGE_SIZE,
    offset: page * PAGE_SIZE,
  });
  const open = usePaymentExceptions({ state: "open", limit: 1, offset: 0 }).data?.count ?? 0;
  const show = (change: Record<string, string>) =>
    setSearch({ state, kind: kind ?? ALL, page: "0", ...change });

  if (isError) return <Failed text={t("loadFailed")} retry={() => void refetch()} />;
  return (
    <Container className="divide-y p-0">
      <div className="px-6 py-4">
        <Heading>{t("title")}</Heading>
        <Text size="small" className="text-ui-fg-subtle">
          {t("subtitle")}
        </Text>
      </div>
      <div className="flex items-center justify-between gap-x-4 px-6 py-3">
        <Tabs value={state} onValueChange={(value) => show({ state: value })}>
          <Tabs.List>
            <Tabs.Trigger value="open">
              {t("state.open")}
              {open > 0 && <Count count={open} />}
            </Tabs.Trigger>
            <Tabs.Trigger value="resolved">{t("state.resolved")}</Tabs.Trigger>
          </Tabs.List>
        </Tabs>
        <div className="w-[220px]">
          <Select size="small" value={kind ?? ALL} onValueChange={(value) => show({ kind: value })}>
            <Select.Trigger aria-label={t("column.exception")}>
              <Select.Value />
            </Select.Trigger>
            <Select.Content>
              <Select.Item value={ALL}>{t("allKinds")}</Select.Item>
              {kinds.map((one) => (
                <Select.Item key={one} value={one}>
                  {t(`kind.${one}.title`)}
                </Select.Item>
              ))}
            </Select.Content>
          </Select>
        </div>
      </div>
      {data === undefined ? (
        <Skeleton className="m-6 h-40" />
      ) : data.count === 0 ? (
        <Empty reason={kind === undefined ? state : "filtered"} />
      ) : (
        <>
          <ListTable exceptions={data.payment_exceptions} state={state} />
          <Table.Pagination
            count={data.count}
            pageSize={PAGE_SIZE}
            pageIndex={page}
            pageCount={Math.ceil(data.count / PAGE_SIZE)}
            canPreviousPage={page > 0}
            canNextPage={(page + 1) * PAGE_SIZE < data.count}
            previousPage={() => show({ page: String(page - 1) })}
            nextPage={() => show({ page: String(page + 1) })}
            translations={{
              of: t("pagination.of"),
              results: t("pagination.results"),
              pages: t("pagination.pages"),
              prev: t("pagination.prev"),
              next: t("pagination.next"),
            }}
          />
        </>
      )}
    </Container>
  );
};

const Empty = ({ reason }: { reason: State | "filtered" }) => {
  const { t } = useTranslation("paymentExceptions");
  return (
    <div className="flex h-[320px] flex-col items-center justify-center gap-y-3">
      <CheckCircle className={reason === "open" ? "text-ui-tag-green-icon" : "text-ui-fg-muted"} />
      <div className="flex flex-col items-center gap-y-1 text-center">
        <Text size="small" leading="compact" weight="plus">
          {t(`empty.${reason}`)}
        </Text>
        <Text size="small" className="text-ui-fg-subtle">
          {t(`empty.${reason}Hint`)}
        </Text>
      </div>
    </div>
  );
};

const Breadcrumb = () => useTranslation("paymentExceptions").t("title");

export const handle = { breadcrumb: () => <Breadcrumb /> };

export const config = defineRouteConfig({
  label: "menu.paymentExceptions",
  translationNs: "paymentExceptions",
  icon: ExclamationCircle,
});

export default PaymentExceptionsPage;
