import { graphql } from './__generated__';

export const handleRow = graphql(`
  fragment HandleRow on Handle {
    id
    code
    displayName
    version
    domains(first: 2) {
      totalCount
      edges {
        roles
        node {
          id
          unicodeName
        }
      }
    }
  }
`);

export const handlesPage = graphql(`
  query HandlesPage($first: Int!, $after: String, $filter: HandleFilter, $orderBy: HandleOrder) {
    handles(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      totalCount
      edges {
        cursor
        node {
          ...HandleRow
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`);

export const handleAgain = graphql(`
  query HandleAgain($id: ID!) {
    node(id: $id) {
      id
      ...HandleRow
    }
  }
`);

export const setLanguage = graphql(`
  mutation SetLanguage($input: UpdateHandleInput!) {
    updateHandle(input: $input) {
      handle {
        ...HandleRow
      }
      userErrors {
        code
        field
        message
        ... on ConflictError {
          currentVersion
        }
      }
    }
  }
`);
