import { client } from "@mall/admin-kit";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { post } from "./client";

export const kinds = [
  "success_differs",
  "second_success",
  "unknown_payment",
  "unknown_refund",
  "refund_not_enough",
  "refund_abnormal",
  "refund_refused",
  "refund_exceeds",
  "bill_missing_here",
  "bill_missing_there",
  "bill_amount",
  "bill_status",
] as const;

export type State = "open" | "resolved";

export interface PaymentException {
  id: string;
  kind: (typeof kinds)[number];
  subject: string;
  state: State;
  resolution: "refunded" | "accepted" | "settled" | null;
  order_id: string | null;
  order_display_id: number | null;
  out_trade_no: string | null;
  /** Yuan. */
  amount: number | null;
  raised_at: string;
  resolved_at: string | null;
}

export interface EvidenceRow {
  key: string;
  value: string | null;
  format: "text" | "yuan" | "time";
}

export interface HistoryEntry {
  id: string;
  action: "raised" | "noted" | "retried" | "refunded" | "accepted" | "settled";
  /** Null for the system itself. */
  actor: { id: string; email: string | null; name: string | null } | null;
  note: string | null;
  happened_at: string;
}

export interface PaymentExceptionDetail extends PaymentException {
  is_refundable: boolean;
  is_retryable: boolean;
  evidence: EvidenceRow[];
  actions: HistoryEntry[];
}

interface Page {
  payment_exceptions: PaymentException[];
  count: number;
}

interface Filter {
  state: State;
  kind?: string | undefined;
  limit: number;
  offset: number;
}

export type Action = "refund" | "retry" | "accept" | "note";

const PATH = "/admin/payment-exceptions";
const KEY = ["mall", "payment-exceptions"];

/** One page of the queue. */
export function usePaymentExceptions({ kind, ...page }: Filter) {
  return useQuery({
    queryKey: [...KEY, "list", kind, page],
    queryFn: () =>
      client.client.fetch<Page>(PATH, { query: kind === undefined ? page : { ...page, kind } }),
    placeholderData: keepPreviousData,
  });
}

/** One exception with its evidence and history. */
export function usePaymentException(id: string) {
  return useQuery({
    queryKey: [...KEY, id],
    queryFn: () =>
      client.client
        .fetch<{ payment_exception: PaymentExceptionDetail }>(`${PATH}/${id}`)
        .then(({ payment_exception }) => payment_exception),
  });
}

/** Decides about an exception or notes something; every page shows it as it is afterwards. */
export function useAct(id: string, action: Action) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (note: string) => post(`${PATH}/${id}/${action}`, note === "" ? {} : { note }),
    // Also after a refusal: somebody else may have decided.
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}
