import { graphql } from 'relay-runtime';

export const handlesQuery = graphql`
  query handlesQuery($first: Int!, $filter: HandleFilter, $orderBy: HandleOrder) {
    ...handles_list @arguments(first: $first, filter: $filter, orderBy: $orderBy)
  }
`;

export const handlesList = graphql`
  fragment handles_list on Query
  @argumentDefinitions(
    first: { type: "Int!" }
    after: { type: "String" }
    filter: { type: "HandleFilter" }
    orderBy: { type: "HandleOrder" }
  )
  @refetchable(queryName: "handlesPageQuery") {
    handles(first: $first, after: $after, filter: $filter, orderBy: $orderBy) @connection(key: "handlesList_handles") {
      totalCount
      edges {
        node {
          id
          ...handles_row
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

export const handlesRow = graphql`
  fragment handles_row on Handle
  @argumentDefinitions(first: { type: "Int", defaultValue: 2 }, after: { type: "String" })
  @refetchable(queryName: "handlesRowQuery") {
    id
    code
    displayName
    version
    domains(first: $first, after: $after) @connection(key: "handlesRow_domains") {
      totalCount
      edges {
        roles
        node {
          id
          unicodeName
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

export const handlesSetLanguageMutation = graphql`
  mutation handlesSetLanguageMutation($input: UpdateHandleInput!) {
    updateHandle(input: $input) {
      handle {
        ...handles_row
      }
      userErrors {
        __typename
        code
        field
        message
        ... on ConflictError {
          currentVersion
        }
      }
    }
  }
`;
