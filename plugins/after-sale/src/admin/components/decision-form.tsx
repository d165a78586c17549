import { formatYuan, languageTag } from "@mall/admin-kit";
import { Button, Input, Label, Text, Textarea, toast, usePrompt } from "@medusajs/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useDecide, type Decision, type RefundRequest } from "../lib/refund-requests";

const AMOUNT = /^\d{1,9}(\.\d{1,2})?$/;
const LONGEST_REASON = 200;

/** What a merchant can do with a request in its present state; nothing, when it is not their turn. */
export const DecisionForm = ({ request }: { request: RefundRequest }) => {
  const { t, i18n } = useTranslation("afterSale");
  const prompt = usePrompt();
  const decide = useDecide(request.id);
  const [amount, setAmount] = useState(String(request.amount));
  const [reason, setReason] = useState("");
  const yuan = (value: number) => formatYuan(value, languageTag(i18n.language));
  const isAmount = AMOUNT.test(amount) && Number(amount) > 0 && Number(amount) <= request.amount;

  const ask = async (decision: Decision, title: string, description: string) => {
    const buttons = { confirmText: t("action.confirm"), cancelText: t("action.cancel") };
    if (!(await prompt({ title, description, ...buttons }))) return;
    try {
      await decide.mutateAsync(decision);
      toast.success(t(`toast.${decision.action}`));
    } catch (error) {
      const description = error instanceof Error ? error.message : String(error);
      toast.error(t("toast.failed"), { description });
    }
  };
  const approve = () =>
    ask(
      { action: "approve", body: { amount: Number(amount) } },
      t("prompt.approve.title"),
      t(`prompt.approve.${request.type}`, { amount: yuan(Number(amount)) }),
    );
  const refuse = () =>
    ask(
      { action: "refuse", body: { reason: reason.trim() } },
      t("prompt.refuse.title"),
      t("prompt.refuse.text"),
    );
  const receive = () =>
    ask(
      { action: "receive", body: {} },
      t("prompt.receive.title"),
      t("prompt.receive.text", { amount: yuan(request.approved_amount ?? request.amount) }),
    );

  const isRequested = request.state === "requested";
  if (!isRequested && request.state !== "awaiting_return") return null;
  return (
    <div className="flex flex-col gap-y-4 px-6 py-4">
      {isRequested && (
        <div className="flex flex-col gap-y-2">
          <Label htmlFor="refund-amount" size="small" weight="plus">
            {t("action.amount")}
          </Label>
          <Input
            id="refund-amount"
            inputMode="decimal"
            value={amount}
            aria-invalid={!isAmount}
            onChange={(event) => setAmount(event.target.value)}
          />
          <Text size="small" className={isAmount ? "text-ui-fg-subtle" : "text-ui-fg-error"}>
            {isAmount
              ? t("action.amountHint", { amount: yuan(request.amount) })
              : t("action.amountInvalid")}
          </Text>
        </div>
      )}
      <div className="flex flex-col gap-y-2">
        <Label htmlFor="refuse-reason" size="small" weight="plus">
          {t("action.refuseReason")}
        </Label>
        <Textarea
          id="refuse-reason"
          value={reason}
          maxLength={LONGEST_REASON}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
      <div className="flex items-center justify-end gap-x-2">
        <Button
          size="small"
          variant="secondary"
          disabled={reason.trim() === "" || decide.isPending}
          onClick={() => void refuse()}
        >
          {t("action.refuse")}
        </Button>
        <Button
          size="small"
          disabled={(isRequested && !isAmount) || decide.isPending}
          isLoading={decide.isPending}
          onClick={() => void (isRequested ? approve() : receive())}
        >
          {t(isRequested ? "action.approve" : "action.receive")}
        </Button>
      </div>
    </div>
  );
};
