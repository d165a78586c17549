import { Button, Label, Prompt, Text, Textarea, toast } from "@medusajs/ui";
import { useId, useState, type ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "./client";
import { useAct, type Action } from "./queries";

const LONGEST_NOTE = 500;

interface Props {
  exceptionId: string;
  action: Action;
  variant?: ComponentProps<typeof Button>["variant"];
}

/** A button that asks why before it does anything; what was typed survives a refusal. */
export const ActButton = ({ exceptionId, action, variant = "secondary" }: Props) => {
  const { t } = useTranslation("paymentExceptions");
  const noteId = useId();
  const [isOpen, setIsOpen] = useState(false);
  const [note, setNote] = useState("");
  const { mutate, isPending } = useAct(exceptionId, action);
  const isOptional = action === "retry";

  const act = () =>
    mutate(note.trim(), {
      onSuccess: () => {
        toast.success(t(`action.${action}.done`));
        setIsOpen(false);
        setNote("");
      },
      onError: (error) => toast.error(errorText(t, error)),
    });

  return (
    <Prompt open={isOpen} onOpenChange={setIsOpen} variant="confirmation">
      <Prompt.Trigger asChild>
        <Button size="small" variant={variant}>
          {t(`action.${action}.button`)}
        </Button>
      </Prompt.Trigger>
      <Prompt.Content>
        <Prompt.Header>
          <Prompt.Title>{t(`action.${action}.title`)}</Prompt.Title>
          <Prompt.Description>{t(`action.${action}.description`)}</Prompt.Description>
        </Prompt.Header>
        <div className="flex flex-col gap-y-2 px-6 pt-4">
          <Label size="small" weight="plus" htmlFor={noteId}>
            {t("note")}
            {isOptional && (
              <Text as="span" size="small" className="text-ui-fg-muted">
                {t("optional")}
              </Text>
            )}
          </Label>
          <Textarea
            id={noteId}
            rows={3}
            maxLength={LONGEST_NOTE}
            placeholder={t("notePlaceholder")}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </div>
        <Prompt.Footer>
          <Prompt.Cancel disabled={isPending}>{t("cancel")}</Prompt.Cancel>
          {/* No Prompt.Action, which would close the prompt before there is an answer. */}
          <Button
            size="small"
            isLoading={isPending}
            disabled={note.trim() === "" && !isOptional}
            onClick={act}
          >
            {t(`action.${action}.confirm`)}
          </Button>
        </Prompt.Footer>
      </Prompt.Content>
    </Prompt>
  );
};

type Translate = ReturnType<typeof useTranslation>["t"];

/** What went wrong, in the merchant's language where the code is known. */
function errorText(t: Translate, error: Error): string {
  const { message } = error;
  if (!(error instanceof ApiError)) return t("errors.other", { message });
  if (error.code === undefined) return t("errors.offline");
  return t(`errors.${error.code}`, { message, defaultValue: t("errors.other", { message }) });
}
