import { useEffect, useRef, type RefObject } from 'react';
import { useTexts } from '../i18n/useTexts';
import { Notice } from '../ui/Notice';
import { focusField, type PlacedError } from './formErrors';

export interface ErrorSummaryProps {
  errors: readonly PlacedError[];
  labelOf: (name: string) => string;
  form: RefObject<HTMLElement | null>;
}

/** All errors at the top of a form: those of a field lead to it, and the first one takes the focus there. */
export function ErrorSummary({ errors, labelOf, form }: ErrorSummaryProps) {
  const { t } = useTexts();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const first = errors.find(({ name }) => name);
    if (errors.length === 0) return;
    if (first && errors[0]?.name) focusField(form.current, first.name);
    else place.current?.focus();
  }, [errors, form]);
  if (errors.length === 0) return null;
  return (
    <div ref={place} tabIndex={-1} className="form-summary">
      <Notice tone="bad" role="alert" title={t('handle.errors', { count: errors.length })}>
        <ul>
          {errors.map(({ name, text }) => (
            <li key={`${name} ${text}`}>
              {name && <><button type="button" className="link" onClick={() => focusField(form.current, name)}>{labelOf(name)}</button>: </>}
              {text}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}
