package matrix

import (
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/handledesk/handledesk/internal/registrar"
)

func TestRightsInTheSchemaAreTheTable(t *testing.T) {
	printed := map[registrar.Action]registrar.Grants{}
	for _, field := range schema.Mutation.Fields {
		if strings.HasPrefix(field.Name, "__") {
			continue
		}
		directive := field.Directives.ForName("rights")
		if directive == nil {
			t.Errorf("the mutation %s has no @rights", field.Name)
			continue
		}
		argument := func(name string) string {
			if given := directive.Arguments.ForName(name); given != nil {
				return given.Value.Raw
			}
			if fallback := schema.Directives["rights"].Arguments.ForName(name).DefaultValue; fallback != nil {
				return fallback.Raw
			}
			return ""
		}
		printed[registrar.Action(field.Name)] = registrar.Grants{
			Scope: registrar.Scope(argument("scope")), Full: registrar.Grant(argument("full")),
			Limited: registrar.Grant(argument("limited")), Owner: registrar.Grant(argument("owner")),
			Operator: registrar.Grant(argument("operator")), Anonymous: registrar.Grant(argument("anonymous")),
		}
	}
	for action, grants := range registrar.Table {
		if printed[action] != grants {
			t.Errorf("%s: the schema prints %v, the table says %v", action, printed[action], grants)
		}
	}
	for action := range printed {
		if _, known := registrar.Table[action]; !known {
			t.Errorf("the table has no row for the mutation %s", action)
		}
	}
}

// scopeOf says which scope reads each kind of thing.
var scopeOf = map[string]registrar.Scope{
	"Handle": registrar.HandlesRead, "Domain": registrar.DomainsRead,
	"ApiKey": registrar.KeysRead, "Event": registrar.EventsRead, "Mail": registrar.HandlesRead,
}

// within lists the types that are reached with the scope only, so that they may lead to more of the same.
var within = map[registrar.Scope][]string{
	registrar.HandlesRead: {"Handle", "HandleActions", "HandleConnection", "HandleEdge", "MailConnection", "MailEdge"},
	registrar.DomainsRead: {"Domain", "DomainConnection", "DomainEdge", "HandleDomainConnection", "HandleDomainEdge"},
	registrar.KeysRead:    {"ApiKey", "ApiKeyConnection", "ApiKeyEdge"},
	registrar.EventsRead:  {"Event", "EventConnection", "EventEdge"},
}

// withoutScope are the fields that lead to somewhere without asking for a scope, with the reason.
var withoutScope = map[string]string{
	"Query.viewer":              "who the credentials stand for is known to whoever holds them",
	"Query.resellers":           "accounts have no scope; a reseller's list holds itself alone",
	"Query.node":                "asks for the scope of the id's kind; TestNodesAskForTheScopeOfTheirKind",
	"Query.nodes":               "likewise",
	"Owner.handle":              "an owner's session reaches the own handle in any case",
	"DuplicateError.candidates": "comes from creating handles, whose scope was asked for; they equal what the caller typed",
	"HandleLinkedError.domains": "empty without DOMAINS_READ; TestLinkedDomainsAreHiddenWithoutTheScope",
}

// TestFieldsThatLeadElsewhereAskForTheScope: whatever leads from one scope's data to another's has @scope, or a reason.
func TestFieldsThatLeadElsewhereAskForTheScope(t *testing.T) {
	unused := map[string]bool{}
	for name := range withoutScope {
		unused[name] = true
	}
	for _, field := range fields(schema) {
		needed, scoped := needs(field)
		delete(unused, field.name)
		switch asked := scopeAsked(field.FieldDefinition); {
		case withoutScope[field.name] != "":
			if asked != "" {
				t.Errorf("%s asks for a scope; take it off the list of exceptions", field.name)
			}
		case field.parent.Name == "Query" && asked == "":
			t.Errorf("%s asks for no scope", field.name)
		case scoped && asked != needed:
			t.Errorf("%s asks for the scope %q, want %q", field.name, asked, needed)
		}
	}
	for name := range unused {
		t.Errorf("the exception %s is no field of the schema", name)
	}
}

// typedField is a field of an object type.
type typedField struct {
	*ast.FieldDefinition
	parent *ast.Definition
	name   string // Type.field
}

// fields lists the fields of all object types but those of introspection.
func fields(s *ast.Schema) []typedField {
	var all []typedField
	for _, definition := range s.Types {
		if definition.Kind != ast.Object || strings.HasPrefix(definition.Name, "__") {
			continue
		}
		for _, field := range definition.Fields {
			if !strings.HasPrefix(field.Name, "__") {
				all = append(all, typedField{field, definition, definition.Name + "." + field.Name})
			}
		}
	}
	return all
}

// needs is the scope that a field leads to. A mutation's payload may show what the mutation has written.
func needs(field typedField) (scope registrar.Scope, scoped bool) {
	target := strings.TrimSuffix(strings.TrimSuffix(field.Type.Name(), "Connection"), "Edge")
	target = strings.TrimPrefix(target, "Handle")
	if target == "" {
		target = "Handle"
	}
	scope, scoped = scopeOf[target]
	payload := strings.HasSuffix(field.parent.Name, "Payload") || field.parent.Name == "ReleaseDomainResult"
	if !scoped || payload {
		return "", false
	}
	return scope, !slices.Contains(within[scope], field.parent.Name)
}

func scopeAsked(field *ast.FieldDefinition) registrar.Scope {
	directive := field.Directives.ForName("scope")
	if directive == nil {
		return ""
	}
	return registrar.Scope(directive.Arguments.ForName("requires").Value.Raw)
}

func TestEverythingInTheSchemaIsDescribed(t *testing.T) {
	described := func(what, description string) {
		if strings.TrimSpace(description) == "" {
			t.Errorf("%s has no description", what)
		}
	}
	arguments := func(of string, list ast.ArgumentDefinitionList) {
		for _, argument := range list {
			described(of+"("+argument.Name+")", argument.Description)
		}
	}
	for name, definition := range schema.Types {
		if definition.BuiltIn || strings.HasPrefix(name, "__") {
			continue
		}
		described(name, definition.Description)
		for _, field := range definition.Fields {
			if !strings.HasPrefix(field.Name, "__") {
				described(name+"."+field.Name, field.Description)
				arguments(name+"."+field.Name, field.Arguments)
			}
		}
		for _, value := range definition.EnumValues {
			described(name+"."+value.Name, value.Description)
		}
	}
	for name, directive := range schema.Directives {
		if directive.Position != nil && !directive.Position.Src.BuiltIn {
			described("@"+name, directive.Description)
			arguments("@"+name, directive.Arguments)
		}
	}
}
