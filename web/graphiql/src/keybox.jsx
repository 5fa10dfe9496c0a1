import { useEffect, useId, useState } from 'react';
import { useSettled } from './key.js';

const whoAmI = `query KeyCheck {
  viewer {
    __typename
    ... on Reseller { name }
    ... on Operator { name }
    ... on Owner { handle { code } }
  }
}`;

/** The box for the key, and what the server makes of the key in it. */
export function KeyBox({ value, onChange, fetcher }) {
  const [shown, setShown] = useState(false);
  const id = useId();
  return (
    <div className="playground-key">
      <label htmlFor={id}>Key</label>
      <input
        id={id}
        type={shown ? 'text' : 'password'}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        placeholder="hdk_…"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        aria-describedby={`${id}-status`}
      />
      <button type="button" className="playground-button" aria-pressed={shown} aria-controls={id} onClick={() => setShown(!shown)}>
        {shown ? 'Hide' : 'Show'}
        <span className="playground-unseen"> key</span>
      </button>
      <div id={`${id}-status`} className="playground-status" role="status">
        {value ? <Status value={value} fetcher={fetcher} /> : <Hint />}
      </div>
    </div>
  );
}

function Hint() {
  return (
    <>
      Printed by <code>handledesk serve --demo</code> or <code>handledesk key create</code>; as an owner, the token from <code>signIn</code>
    </>
  );
}

function Status({ value, fetcher }) {
  const settled = useSettled(value, 400);
  const [status, setStatus] = useState({ text: 'Checking …' });
  useEffect(() => {
    let current = true;
    const show = (found) => current && setStatus(found);
    show({ text: 'Checking …' });
    check(fetcher).then(show);
    return () => {
      current = false;
    };
  }, [settled, fetcher]);
  return <span data-state={status.state}>{status.text}</span>;
}

/** Asks the server whom the key signs in. Never throws: what goes wrong is what there is to show. */
async function check(fetcher) {
  try {
    const { data, errors } = await fetcher({ query: whoAmI, operationName: 'KeyCheck' });
    if (errors?.length) return { state: 'refused', text: errors[0].message };
    return data?.viewer ? { state: 'accepted', text: `Signed in: ${describe(data.viewer)}` } : { state: 'refused', text: 'Not signed in' };
  } catch (error) {
    return { state: 'refused', text: error.message };
  }
}

function describe(viewer) {
  return `${viewer.__typename.toLowerCase()} ${viewer.name ?? viewer.handle?.code ?? ''}`.trim();
}
