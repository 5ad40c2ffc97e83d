using LabQueue.Access;

namespace LabQueue.Server.Tests.Access;

public sealed class RoleTableTests
{
    [Theory]
    [InlineData("Manager")]
    [InlineData("Site Administrator")]
    [InlineData("LabManager")]
    public void Administrators_may_all_but_act_for_others(string role)
    {
        RoleTable.Of([role]).ShouldBe(QueueRights.All & ~QueueRights.ActForOthers);
    }

    [Theory]
    [InlineData("LabClerk", QueueRights.Add | QueueRights.Manage | QueueRights.Look)]
    [InlineData("Analyst", QueueRights.Add | QueueRights.Look)]
    [InlineData("Verifier", QueueRights.Add | QueueRights.Look)]
    [InlineData("Publisher", QueueRights.Add | QueueRights.Look)]
    [InlineData("RegulatoryInspector", QueueRights.Look)]
    [InlineData("Client", QueueRights.None)]
    [InlineData("manager", QueueRights.None)]
    internal void A_role_gives_what_the_table_says(string role, QueueRights rights)
    {
        RoleTable.Of([role]).ShouldBe(rights);
    }

    [Fact]
    public void A_consumer_takes_work_and_adds_in_the_names_of_others_and_manages_nothing()
    {
        var rights = RoleTable.Of(["Consumer"]);

        rights.HasFlag(QueueRights.Consume | QueueRights.ActForOthers).ShouldBeTrue();
        (rights & (QueueRights.Manage | QueueRights.Settings)).ShouldBe(QueueRights.None);
    }

    [Fact]
    public void Roles_add_up()
    {
        RoleTable.Of(["Client", "Analyst", "LabClerk"]).ShouldBe(QueueRights.Add | QueueRights.Manage | QueueRights.Look);
        RoleTable.Of([]).ShouldBe(QueueRights.None);
    }
}
