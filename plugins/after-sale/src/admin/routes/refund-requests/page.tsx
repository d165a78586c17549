import { defineRouteConfig } from "@medusajs/admin-sdk";
import { formatTime, formatYuan, languageTag, LoadFailed } from "@mall/admin-kit";
import { ArrowUturnLeft } from "@medusajs/icons";
import { Container, Heading, Select, Skeleton, Table, Text } from "@medusajs/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router-dom";
import { RequestDrawer } from "../../components/request-drawer";
import { StateBadge } from "../../components/state-badge";
import { customerOf, states, useRefundRequests, type Page } from "../../lib/refund-requests";

const PAGE_SIZE = 20;
const ALL = "all";

/** Refund requests of all orders; the one that `id` names is open. */
const RefundRequestsPage = () => {
  const { t } = useTranslation("afterSale");
  const [search, setSearch] = useSearchParams();
  const [state, setState] = useState(ALL);
  const [pageIndex, setPageIndex] = useState(0);
  const { data, isError, refetch } = useRefundRequests({
    limit: PAGE_SIZE,
    offset: pageIndex * PAGE_SIZE,
    ...(state !== ALL && { state }),
  });
  const id = search.get("id");
  return (
    <Container className="divide-y p-0">
      <div className="flex items-center justify-between gap-x-4 px-6 py-4">
        <div>
          <Heading level="h1">{t("title")}</Heading>
          <Text size="small" className="text-ui-fg-subtle">
            {t("subtitle")}
          </Text>
        </div>
        <Select
          size="small"
          value={state}
          onValueChange={(value) => {
            setState(value);
            setPageIndex(0);
          }}
        >
          <Select.Trigger aria-label={t("column.state")} className="w-fit gap-x-2">
            <Select.Value />
          </Select.Trigger>
          <Select.Content>
            <Select.Item value={ALL}>{t("filter.all")}</Select.Item>
            {states.map((one) => (
              <Select.Item key={one} value={one}>
                {t(`state.${one}`)}
              </Select.Item>
            ))}
          </Select.Content>
        </Select>
      </div>
      {isError && <LoadFailed message={t("loadFailed")} retry={t("retry")} onRetry={refetch} />}
      {data === undefined && !isError && <Skeleton className="h-20 w-full" />}
      {data !== undefined && (
        <Requests
          page={data}
          pageIndex={pageIndex}
          turnTo={setPageIndex}
          open={(one) => setSearch({ id: one })}
        />
      )}
      {id !== null && <RequestDrawer id={id} close={() => setSearch({})} />}
    </Container>
  );
};

interface RequestsProps {
  page: Page;
  pageIndex: number;
  turnTo: (pageIndex: number) => void;
  open: (id: string) => void;
}

const Requests = ({ page, pageIndex, turnTo, open }: RequestsProps) => {
  const { t, i18n } = useTranslation("afterSale");
  const language = languageTag(i18n.language);
  const pageCount = Math.max(1, Math.ceil(page.count / PAGE_SIZE));
  if (page.count === 0) {
    return (
      <Text size="small" className="text-ui-fg-subtle px-6 py-4">
        {t("empty")}
      </Text>
    );
  }
  return (
    <div>
      <Table>
        <Table.Header>
          <Table.Row>
            {(["order", "customer", "type", "amount", "state", "requestedAt"] as const).map(
              (column) => (
                <Table.HeaderCell key={column}>{t(`column.${column}`)}</Table.HeaderCell>
              ),
            )}
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {page.refund_requests.map((request) => (
            <Table.Row key={request.id} className="cursor-pointer" onClick={() => open(request.id)}>
              <Table.Cell>#{request.order?.display_id ?? request.order_id}</Table.Cell>
              <Table.Cell>{customerOf(request)}</Table.Cell>
              <Table.Cell>{t(`type.${request.type}`)}</Table.Cell>
              <Table.Cell>{formatYuan(request.amount, language)}</Table.Cell>
              <Table.Cell>
                <StateBadge state={request.state} />
              </Table.Cell>
              <Table.Cell>{formatTime(request.requested_at, language)}</Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
      <Table.Pagination
        count={page.count}
        pageSize={PAGE_SIZE}
        pageIndex={pageIndex}
        pageCount={pageCount}
        canPreviousPage={pageIndex > 0}
        canNextPage={pageIndex < pageCount - 1}
        previousPage={() => turnTo(pageIndex - 1)}
        nextPage={() => turnTo(pageIndex + 1)}
        translations={{
          of: t("page.of"),
          results: t("page.results"),
          pages: t("page.pages"),
          prev: t("page.prev"),
          next: t("page.next"),
        }}
      />
    </div>
  );
};

export const config = defineRouteConfig({
  label: "menu.refundRequests",
  translationNs: "afterSale",
  icon: ArrowUturnLeft,
});

export default RefundRequestsPage;
