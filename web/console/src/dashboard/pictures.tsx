// Small pictures of numbers. Each says the same in words to who cannot see it, and never by colour alone: the list beside
// it has the numbers.
import { Link } from 'wouter';
import { useTexts } from '../i18n/useTexts';
import './pictures.css';

export interface Share {
  id: string;
  label: string;
  count: number;
  /** Which colour, as a class of dashboard.css. */
  tone: 'accent' | 'plain' | 'good' | 'warn' | 'bad';
  /** Where the list of these is. */
  href: string;
}

/** A ring of shares with the sum in its middle, and a legend that leads to each. */
export function Ring({ label, shares, total }: { label: string; shares: readonly Share[]; total: string }) {
  const { number } = useTexts();
  const sum = shares.reduce((all, { count }) => all + count, 0);
  let before = 0;
  return (
    <div className="ring">
      <svg viewBox="0 0 120 120" role="img" aria-label={`${label}: ${shares.map((share) => `${share.label} ${number(share.count)}`).join(', ')}`}>
        <circle className="ring-ground" cx="60" cy="60" r="48" />
        {shares.map(({ id, count, tone }) => {
          const part = sum ? (count / sum) * 100 : 0;
          const shape = <circle key={id} className={`ring-part ${tone}`} cx="60" cy="60" r="48" pathLength={100} strokeDasharray={`${Math.max(0, part - 0.6)} 100`} strokeDashoffset={-before} />;
          before += part;
          return part > 0 && shape;
        })}
        <text x="60" y="67" textAnchor="middle" aria-hidden>{total}</text>
      </svg>
      <Legend shares={shares} sum={sum} />
    </div>
  );
}

/** One bar of shares, and a legend that leads to each. */
export function Bar({ label, shares }: { label: string; shares: readonly Share[] }) {
  const { number } = useTexts();
  const sum = shares.reduce((all, { count }) => all + count, 0);
  let before = 0;
  return (
    <div className="share-bar">
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label={`${label}: ${shares.map((share) => `${share.label} ${number(share.count)}`).join(', ')}`}>
        <rect className="bar-ground" width="100" height="10" />
        {shares.map(({ id, count, tone }) => {
          const part = sum ? (count / sum) * 100 : 0;
          const shape = <rect key={id} className={`bar-part ${tone}`} x={before} width={Math.max(0, part - 0.4)} height="10" />;
          before += part;
          return shape;
        })}
      </svg>
      <Legend shares={shares} sum={sum} />
    </div>
  );
}

function Legend({ shares, sum }: { shares: readonly Share[]; sum: number }) {
  const { number, percent } = useNumbers();
  return (
    <ul className="legend">
      {shares.map(({ id, label, count, tone, href }) => (
        <li key={id}>
          <Link href={href}>
            <span className={`swatch ${tone}`} aria-hidden />
            <span className="legend-label">{label}</span>
            <span className="number">{number(count)}</span>
            <span className="soft" aria-hidden>{percent(sum ? count / sum : 0)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function useNumbers() {
  const { language, number } = useTexts();
  const format = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  return { number, percent: (value: number) => format.format(value) };
}

/** How many in each week, as columns. */
export function Columns({ label, weeks }: { label: string; weeks: readonly { name: string; count: number }[] }) {
  const { number } = useTexts();
  const most = Math.max(1, ...weeks.map(({ count }) => count));
  return (
    <figure className="columns">
      <svg viewBox="0 0 240 120" role="img" aria-label={`${label}: ${weeks.map(({ name, count }) => `${name} ${number(count)}`).join(', ')}`}>
        {weeks.map(({ name, count }, n) => {
          const height = count ? Math.max(2, (count / most) * 100) : 0.75;
          return (
            <g key={name}>
              <title>{`${name}: ${number(count)}`}</title>
              <rect className={count ? 'column' : 'column none'} x={n * 20 + 2} y={120 - height} width="16" height={height} rx="1.5" />
              <text x={n * 20 + 10} y={116 - height} textAnchor="middle">{number(count)}</text>
            </g>
          );
        })}
      </svg>
      <figcaption aria-hidden><span>{weeks[0]?.name}</span><span>{weeks.at(-1)?.name}</span></figcaption>
    </figure>
  );
}
