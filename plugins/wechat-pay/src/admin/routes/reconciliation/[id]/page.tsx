import { formatTime, formatYuan, languageTag, LoadFailed, Row } from "@mall/admin-kit";
import { Button, Container, Heading, Skeleton } from "@medusajs/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router-dom";
import { BothSides } from "../../../components/both-sides";
import { Differences } from "../../../components/differences";
import { RunState } from "../../../components/run-state";
import { exportUrl, type Run, useRun } from "../../../lib/reconciliation";

/** One comparison: both sides, and the rows on which they do not agree. */
const ReconciliationRunPage = () => {
  const { id = "" } = useParams();
  const [page, setPage] = useState(0);
  const { t } = useTranslation("reconciliation");
  const { data, isError, refetch } = useRun(id, page);
  if (isError)
    return (
      <Container className="p-0">
        <LoadFailed message={t("loadFailed")} retry={t("retry")} onRetry={refetch} />
      </Container>
    );
  if (data === undefined) {
    return (
      <Container>
        <Skeleton className="h-20 w-full" />
      </Container>
    );
  }
  return (
    <div className="flex flex-col gap-y-3">
      <Summary run={data.reconciliation} />
      <Differences differences={data.differences} page={page} count={data.count} onPage={setPage} />
    </div>
  );
};

const Summary = ({ run }: { run: Run }) => {
  const { t, i18n } = useTranslation("reconciliation");
  const language = languageTag(i18n.language);
  const sides = `${t("side.ours")} / ${t("side.theirs")}`;
  return (
    <Container className="divide-y p-0">
      <div className="flex items-center justify-between gap-x-4 px-6 py-4">
        <div className="flex items-center gap-x-2">
          <Heading>{run.bill_date}</Heading>
          <RunState state={run.state} />
          <span className="txt-small text-ui-fg-muted">
            {t("runNumber", { number: run.run_number })}
          </span>
        </div>
        <div className="flex items-center gap-x-2">
          <Button size="small" variant="transparent" asChild>
            <Link to="/reconciliation">{t("back")}</Link>
          </Button>
          <Button size="small" variant="secondary" asChild>
            <a href={exportUrl(run.id)}>{t("export")}</a>
          </Button>
        </div>
      </div>
      {run.error !== null && <Row label={t("detail.error")}>{run.error}</Row>}
      <Row label={`${t("detail.payments")} (${sides})`}>
        <BothSides
          ours={{ count: run.our_payment_count, total: run.our_payment_total }}
          theirs={{ count: run.their_payment_count, total: run.their_payment_total }}
        />
      </Row>
      <Row label={`${t("detail.refunds")} (${sides})`}>
        <BothSides
          ours={{ count: run.our_refund_count, total: run.our_refund_total }}
          theirs={{ count: run.their_refund_count, total: run.their_refund_total }}
        />
      </Row>
      <Row label={t("detail.movements")}>{run.movement_count}</Row>
      <Row label={t("detail.income")}>{formatYuan(run.income_total, language)}</Row>
      <Row label={t("detail.expense")}>{formatYuan(run.expense_total, language)}</Row>
      <Row label={t("detail.startedAt")}>{formatTime(run.started_at, language)}</Row>
      {run.finished_at !== null && (
        <Row label={t("detail.finishedAt")}>{formatTime(run.finished_at, language)}</Row>
      )}
    </Container>
  );
};

export default ReconciliationRunPage;
