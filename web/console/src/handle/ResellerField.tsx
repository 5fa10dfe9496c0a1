import { ResellerChoicesDocument } from '../api/generated/graphql';
import { useRead } from '../api/operations';
import { useTexts } from '../i18n/useTexts';
import { ComboBox } from '../ui/ComboBox';

/** In whose list: for the registrar's staff, who must say it. */
export function ResellerField({ value, onChange, errors }: { value: string; onChange: (id: string) => void; errors: string[] }) {
  const { t } = useTexts();
  const { data } = useRead(ResellerChoicesDocument, { first: 100 });
  const choices = (data?.resellers.edges ?? []).map(({ node }) => ({ value: node.id, label: node.name }));
  return (
    <div data-field="resellerId">
      <ComboBox key={choices.length} label={t('handle.reseller')} required choices={choices} value={value || null} onChange={(id) => onChange(id ?? '')} errors={errors} />
    </div>
  );
}
