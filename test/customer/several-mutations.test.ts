import { rome } from "../address/address.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { graphql } from "../support/generated/gql.js";
import { useTestServer } from "../support/server.js";
import { givenCustomer } from "./customer.steps.js";

const severalMutations = graphql(`
  mutation SeveralMutations($id: ID!, $groupId: ID!, $address: AddressInput!) {
    before: customerUpdateGroups(customerId: $id, add: []) {
      ...GroupsAndAddresses
    }
    address: customerAddressCreate(customerId: $id, input: $address) {
      customer {
        addresses {
          totalCount
        }
        defaultShippingAddress {
          city
        }
      }
    }
    refused: customerUpdate(id: $id, input: { firstName: "Eva", email: "nobody" }) {
      customer {
        id
      }
      userErrors {
        code
      }
    }
    group: customerUpdateGroups(customerId: $id, add: [$groupId]) {
      ...GroupsAndAddresses
    }
    renamed: customerGroupUpdate(id: $groupId, input: { name: "Retail" }) {
      customerGroup {
        customers {
          nodes {
            firstName
            groups {
              nodes {
                name
              }
            }
          }
        }
      }
    }
    deleted: customerDelete(id: $id) {
      customer {
        groups {
          totalCount
        }
      }
    }
    after: customerGroupUpdateCustomers(id: $groupId) {
      customerGroup {
        customers {
          totalCount
        }
      }
    }
  }

  fragment GroupsAndAddresses on CustomerGroupsPayload {
    customer {
      firstName
      addresses {
        totalCount
      }
      defaultShippingAddress {
        city
      }
      groups {
        totalCount
        nodes {
          name
        }
      }
    }
  }
`);

describe("several mutations in one document", () => {
  const server = useTestServer();

  it("run in order, each in its own transaction, and each payload shows the writes of the mutations before it", async () => {
    const { id } = await givenCustomer(server);
    const { id: groupId } = await givenGroup(server);
    const address = { ...rome, isDefaultShipping: true };
    const nowhere = { firstName: "Ada", addresses: { totalCount: 0 }, defaultShippingAddress: null };
    const inRome = { addresses: { totalCount: 1 }, defaultShippingAddress: { city: "Roma" } };
    expect(await server.run(severalMutations, { id, groupId, address })).toEqual({
      before: { customer: { ...nowhere, groups: { totalCount: 0, nodes: [] } } },
      address: { customer: inRome },
      refused: { customer: null, userErrors: [{ code: "INVALID_EMAIL" }] },
      group: { customer: { firstName: "Ada", ...inRome, groups: { totalCount: 1, nodes: [{ name: "Wholesale" }] } } },
      renamed: {
        customerGroup: { customers: { nodes: [{ firstName: "Ada", groups: { nodes: [{ name: "Retail" }] } }] } },
      },
      deleted: { customer: { groups: { totalCount: 0 } } },
      after: { customerGroup: { customers: { totalCount: 0 } } },
    });
  });
});
