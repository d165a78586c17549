import { client } from "@mall/admin-kit";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

const KEY = ["mall", "reconciliations"];
/** How often to look at a run that is not over. */
const POLL_MS = 1_500;
export const PAGE = 20;

export interface Run {
  id: string;
  /** `YYYY-MM-DD` in Shanghai. */
  bill_date: string;
  run_number: number;
  state: "running" | "matched" | "differences" | "failed";
  our_payment_count: number;
  their_payment_count: number;
  our_refund_count: number;
  their_refund_count: number;
  movement_count: number;
  /** Sums in yuan. */
  our_payment_total: number;
  their_payment_total: number;
  our_refund_total: number;
  their_refund_total: number;
  income_total: number;
  expense_total: number;
  difference_count: number;
  error: string | null;
  started_at: string;
  finished_at: string | null;
}

export interface Difference {
  id: string;
  class: "missing_here" | "missing_there" | "amount" | "status";
  kind: "payment" | "refund";
  bill: "trade" | "fund_flow";
  out_trade_no: string;
  out_refund_no: string | null;
  order_id: string | null;
  /** Yuan. */
  our_amount: number | null;
  their_amount: number | null;
  our_state: string | null;
  their_state: string | null;
  resolution: "repaired" | "queued" | "none";
}

interface Paged {
  count: number;
}

/** A page of runs, newest first; looked at again while one of them is not over. */
export function useRuns(page: number) {
  return useQuery({
    queryKey: [...KEY, page],
    queryFn: () =>
      client.client.fetch<Paged & { reconciliations: Run[] }>("/admin/reconciliations", {
        query: { limit: PAGE, offset: page * PAGE },
      }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.reconciliations.some((run) => run.state === "running") ? POLL_MS : false,
  });
}

/** A run and a page of its differences. */
export function useRun(id: string, page: number) {
  return useQuery({
    queryKey: [...KEY, id, page],
    queryFn: () =>
      client.client.fetch<Paged & { reconciliation: Run; differences: Difference[] }>(
        `/admin/reconciliations/${id}`,
        { query: { limit: PAGE, offset: page * PAGE } },
      ),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.reconciliation.state === "running" ? POLL_MS : false,
  });
}

/** Begins a run of a day. */
export function useReconcile() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (date: string) =>
      client.client.fetch<{ reconciliation: Run }>("/admin/reconciliations", {
        method: "POST",
        body: { date },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}

/** Where the differences of a run can be downloaded. */
export function exportUrl(id: string): string {
  return `/admin/reconciliations/${id}/csv`;
}
