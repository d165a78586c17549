import { Button, Container, Text } from "@medusajs/ui";
import { useTranslation } from "react-i18next";

/** Says that something did not load, and offers to try again. */
export const LoadFailed = ({ onRetry }: { onRetry: () => void }) => {
  const { t } = useTranslation("reconciliation");
  return (
    <Container className="flex items-center justify-between">
      <Text size="small">{t("loadFailed")}</Text>
      <Button size="small" variant="secondary" onClick={onRetry}>
        {t("retry")}
      </Button>
    </Container>
  );
};
