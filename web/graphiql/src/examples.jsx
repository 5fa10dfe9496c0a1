import { ChevronDownIcon, DropdownMenu, useEditorContext } from '@graphiql/react';
import { useEffect, useId, useRef } from 'react';
import { flushSync } from 'react-dom';

/** The menu of examples. Choosing one opens it, with its variables, in a new tab. */
export function Examples({ groups }) {
  const { addTab, queryEditor, variableEditor } = useEditorContext({ nonNull: true });
  const opened = useRef(false);
  useEffect(() => {
    for (const editor of [queryEditor, variableEditor]) editor?.setOption('lineWrapping', true);
  }, [queryEditor, variableEditor]);

  function open({ query, variables }) {
    flushSync(addTab); // the new tab must be the active one before the editors are filled
    queryEditor.setValue(query);
    variableEditor.setValue(variables);
    opened.current = true;
  }

  // After a choice the keyboard belongs in the editor; a menu that was only closed gives it back to its button.
  function passFocus(event) {
    if (!opened.current) return;
    opened.current = false;
    event.preventDefault();
    queryEditor.focus();
  }

  return (
    <DropdownMenu>
      <DropdownMenu.Button className="playground-button" disabled={!queryEditor || !variableEditor}>
        Examples <ChevronDownIcon aria-hidden="true" />
      </DropdownMenu.Button>
      <DropdownMenu.Content className="playground-examples" onCloseAutoFocus={passFocus}>
        <div className="playground-columns">
          {groups.map((group) => (
            <Group key={group.group} group={group} onOpen={open} />
          ))}
        </div>
      </DropdownMenu.Content>
    </DropdownMenu>
  );
}

function Group({ group, onOpen }) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id}>
      <div id={id} className="playground-group">
        {group.group}
      </div>
      {group.examples.map((example) => (
        <DropdownMenu.Item key={example.name} onSelect={() => onOpen(example)}>
          {example.title}
        </DropdownMenu.Item>
      ))}
    </div>
  );
}
