import { defineRouteConfig } from "@medusajs/admin-sdk";
import { DocumentSeries } from "@medusajs/icons";
import { formatTime, languageTag, LoadFailed } from "@mall/admin-kit";
import { Button, Container, Heading, Input, Skeleton, Table, Text, toast } from "@medusajs/ui";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router-dom";
import { BothSides } from "../../components/both-sides";
import { Pages } from "../../components/pages";
import { RunState } from "../../components/run-state";
import { type Run, useReconcile, useRuns } from "../../lib/reconciliation";

/** Every comparison with WeChat's bills, and a new one of any day. */
const ReconciliationPage = () => {
  const { t } = useTranslation("reconciliation");
  const [page, setPage] = useState(0);
  const { data, isError, refetch } = useRuns(page);
  if (isError)
    return (
      <Container className="p-0">
        <LoadFailed message={t("loadFailed")} retry={t("retry")} onRetry={refetch} />
      </Container>
    );
  return (
    <Container className="divide-y p-0">
      <div className="flex items-start justify-between gap-x-4 px-6 py-4">
        <div>
          <Heading>{t("title")}</Heading>
          <Text size="small" className="text-ui-fg-subtle">
            {t("description")}
          </Text>
        </div>
        <NewRun />
      </div>
      {data === undefined && <Skeleton className="h-20 w-full" />}
      {data?.count === 0 && (
        <div className="flex flex-col items-center gap-y-1 px-6 py-16">
          <Text weight="plus">{t("empty")}</Text>
          <Text size="small" className="text-ui-fg-subtle">
            {t("emptyHint")}
          </Text>
        </div>
      )}
      {data !== undefined && data.count > 0 && (
        <>
          <Runs runs={data.reconciliations} />
          <Pages page={page} count={data.count} onPage={setPage} />
        </>
      )}
    </Container>
  );
};

const NewRun = () => {
  const { t } = useTranslation("reconciliation");
  const [date, setDate] = useState("");
  const { mutate, isPending } = useReconcile();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutate(date, {
      onSuccess: () => toast.success(t("started")),
      onError: (error) => toast.error(error.message),
    });
  };
  return (
    <form onSubmit={submit} className="flex items-center gap-x-2">
      <Input
        type="date"
        size="small"
        required
        aria-label={t("date")}
        value={date}
        onChange={(event) => setDate(event.target.value)}
      />
      <Button size="small" type="submit" isLoading={isPending} className="whitespace-nowrap">
        {t("run")}
      </Button>
    </form>
  );
};

const Runs = ({ runs }: { runs: Run[] }) => {
  const { t, i18n } = useTranslation("reconciliation");
  const navigate = useNavigate();
  return (
    <Table>
      <Table.Header>
        <Table.Row>
          {["date", "state", "payments", "refunds", "differences", "startedAt"].map((column) => (
            <Table.HeaderCell key={column}>{t(`column.${column}`)}</Table.HeaderCell>
          ))}
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {runs.map((run) => (
          <Table.Row
            key={run.id}
            className="cursor-pointer"
            onClick={() => void navigate(`/reconciliation/${run.id}`)}
          >
            <Table.Cell className="whitespace-nowrap">{run.bill_date}</Table.Cell>
            <Table.Cell>
              <RunState state={run.state} />
            </Table.Cell>
            <Table.Cell>
              <BothSides
                ours={{ count: run.our_payment_count, total: run.our_payment_total }}
                theirs={{ count: run.their_payment_count, total: run.their_payment_total }}
              />
            </Table.Cell>
            <Table.Cell>
              <BothSides
                ours={{ count: run.our_refund_count, total: run.our_refund_total }}
                theirs={{ count: run.their_refund_count, total: run.their_refund_total }}
              />
            </Table.Cell>
            <Table.Cell>{run.difference_count}</Table.Cell>
            <Table.Cell className="whitespace-nowrap">
              {formatTime(run.started_at, languageTag(i18n.language))}
            </Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table>
  );
};

export const config = defineRouteConfig({
  label: "menu.reconciliation",
  translationNs: "reconciliation",
  icon: DocumentSeries,
});

export default ReconciliationPage;
