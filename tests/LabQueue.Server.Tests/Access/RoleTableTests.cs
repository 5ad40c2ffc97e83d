using LabQueue.Server.Access;

namespace LabQueue.Server.Tests.Access;

public sealed class RoleTableTests
{
    [Theory]
    [InlineData("Manager")]
    [InlineData("Site Administrator")]
    [InlineData("LabManager")]
    public void Administrators_may_all_but_act_for_others(string role)
    {
        RoleTable.Of([role]).ShouldBe(Rights.All & ~Rights.ActForOthers);
    }

    [Theory]
    [InlineData("LabClerk", Rights.Add | Rights.Manage | Rights.Look)]
    [InlineData("Analyst", Rights.Add | Rights.Look)]
    [InlineData("Verifier", Rights.Add | Rights.Look)]
    [InlineData("Publisher", Rights.Add | Rights.Look)]
    [InlineData("RegulatoryInspector", Rights.Look)]
    [InlineData("Client", Rights.None)]
    [InlineData("manager", Rights.None)]
    internal void A_role_gives_what_the_table_says(string role, Rights rights)
    {
        RoleTable.Of([role]).ShouldBe(rights);
    }

    [Fact]
    public void A_consumer_takes_work_and_adds_in_the_names_of_others_and_manages_nothing()
    {
        var rights = RoleTable.Of(["Consumer"]);

        rights.HasFlag(Rights.Consume | Rights.ActForOthers).ShouldBeTrue();
        (rights & (Rights.Manage | Rights.Settings)).ShouldBe(Rights.None);
    }

    [Fact]
    public void Roles_add_up()
    {
        RoleTable.Of(["Client", "Analyst", "LabClerk"]).ShouldBe(Rights.Add | Rights.Manage | Rights.Look);
        RoleTable.Of([]).ShouldBe(Rights.None);
    }
}
