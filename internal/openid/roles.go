package openid

// rolesIn returns the roles or groups that stand at a path. The path is the name of a claim, or names of nested claims
// divided by dots: realm_access.roles. A name may hold dots itself, as https://example.com/roles does; the whole name
// is tried first, then the shortest beginning that leads on.
//
// What stands there is a list of texts, one text, or a map whose keys are the roles, as Zitadel writes it:
// {"operator": {"id of the organization": "its domain"}}. A key counts if its value is true or a map that is not empty.
// One text is one role, blanks and all: the group "former operators" must not make its members operators.
func (c claims) rolesIn(path string) []string {
	value, ok := lookUp(c, path)
	if !ok {
		return nil
	}
	granted, ok := value.(map[string]any)
	if !ok {
		return textsOf(value)
	}
	var roles []string
	for role, grant := range granted {
		where, isMap := grant.(map[string]any)
		if grant == true || (isMap && len(where) > 0) {
			roles = append(roles, role)
		}
	}
	return roles
}

func lookUp(claims map[string]any, path string) (any, bool) {
	if value, ok := claims[path]; ok {
		return value, true
	}
	for i := range len(path) {
		if path[i] != '.' {
			continue
		}
		if inner, ok := claims[path[:i]].(map[string]any); ok {
			if value, ok := lookUp(inner, path[i+1:]); ok {
				return value, true
			}
		}
	}
	return nil, false
}
