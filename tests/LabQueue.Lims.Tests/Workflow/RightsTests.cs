using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Tests.Workflow;

/// <summary>Every role, every transition, every state.</summary>
public sealed class RightsTests
{
    private const string OwnClient = "11111111111111111111111111111111";

    private static readonly string[] Roles =
    [
        Role.Manager, Role.SiteAdministrator, Role.LabManager, Role.LabClerk, Role.Analyst, Role.Verifier, Role.Publisher,
        Role.Sampler, Role.SamplingCoordinator, Role.Preserver, Role.RegulatoryInspector, Role.Client, Role.Consumer,
    ];

    /// <summary>Types of the table.</summary>
    public static TheoryData<string> Types => [.. RightsTable.Types];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_transition_is_allowed_exactly_where_the_table_says_so(string type)
    {
        var wrong = new List<string>();
        var machine = Machines.Of(Given(type, string.Empty));
        foreach (var state in machine.States)
        {
            foreach (var action in Machines.All.SelectMany(all => all.Transitions).Select(row => row.Id).Distinct())
            {
                foreach (var (role, user) in Users())
                {
                    var expected = RightsTable.Allowed.Contains((type, action, state, role));
                    if (IsAllowed(user, Given(type, state), action) != expected)
                    {
                        wrong.Add($"{role} {action} {type} in {state}: expected {(expected ? "allowed" : "refused")}");
                    }
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void The_table_names_every_transition_that_people_may_ask_for()
    {
        foreach (var type in RightsTable.Types)
        {
            var machine = Machines.Of(Given(type, string.Empty));
            var offered = machine.Transitions.Where(row => !row.IsAutomatic).Select(row => row.Id).Distinct().Order();
            RightsTable.Allowed.Where(row => row.Type == type).Select(row => row.Transition).Distinct().Order().ShouldBe(offered);
        }
    }

    [Fact]
    public void The_table_has_a_type_of_every_machine_and_every_state_that_a_transition_begins_in()
    {
        RightsTable.Types.Select(type => Machines.Of(Given(type, string.Empty))).Distinct().ShouldBe(Machines.All, ignoreOrder: true);
        foreach (var machine in Machines.All)
        {
            var begins = from transition in machine.Transitions
                         where !transition.IsAutomatic
                         from state in transition.From
                         select (transition.Id, state);
            var types = RightsTable.Types.Where(type => Machines.Of(Given(type, string.Empty)) == machine);
            begins.Distinct().Except(RightsTable.Allowed.Where(row => types.Contains(row.Type)).Select(row => (row.Transition, row.State)))
                .ShouldBeEmpty($"rows that {machine.Id} misses");
        }
    }

    [Fact]
    public void A_contact_is_owner_in_its_own_clients_tree_only()
    {
        var rita = new LabUser("rita", [Role.Client]) { ClientUid = OwnClient };
        var own = new Sample { ClientUid = OwnClient, State = SampleState.Due };
        var other = own with { ClientUid = "22222222222222222222222222222222" };

        Rights.Allows(rita, Permission.CancelSample, own, new Setup()).ShouldBeTrue();
        Rights.Allows(rita, Permission.CancelSample, other, new Setup()).ShouldBeFalse();
        Rights.Allows(rita, Permission.View, other, new Setup()).ShouldBeFalse();
        Rights.Allows(rita, Permission.EditSampleFields, own, new Setup()).ShouldBeTrue();
        Rights.Allows(rita, Permission.EditSampleFields, other, new Setup()).ShouldBeFalse();
        Rights.Allows(rita, Permission.View, new Worksheet { State = WorksheetState.Open }, new Setup()).ShouldBeFalse();
    }

    [Theory]
    [InlineData(AnalysisState.Unassigned, false)]
    [InlineData(AnalysisState.ToBeVerified, false)]
    [InlineData(AnalysisState.Verified, true)]
    [InlineData(AnalysisState.Published, true)]
    [InlineData(AnalysisState.Retracted, false)]
    public void A_contact_sees_results_once_they_are_verified(string state, bool isSeen)
    {
        var rita = new LabUser("rita", [Role.Client]) { ClientUid = OwnClient };

        Rights.Allows(rita, Permission.ViewResults, new Analysis { ClientUid = OwnClient, State = state }, new Setup())
            .ShouldBe(isSeen);
    }

    [Theory]
    [InlineData(Role.LabClerk, true, false)]
    [InlineData(Role.LabClerk, false, true)]
    [InlineData(Role.Analyst, true, false)]
    [InlineData(Role.Analyst, false, true)]
    [InlineData(Role.Verifier, false, false)]
    [InlineData(Role.LabManager, true, true)]
    public void The_setup_says_who_manages_worksheets(string role, bool restricted, bool isAllowed)
    {
        var setup = new Setup { RestrictWorksheetManagement = restricted };
        var worksheet = new Worksheet { State = WorksheetState.Open, Analyst = "somebody" };

        Rights.Allows(new LabUser("user", [role]), Permission.ManageWorksheets, worksheet, setup).ShouldBe(isAllowed);
        Rights.Allows(new LabUser("user", [role]), Permission.AddWorksheet, new Folder(), setup).ShouldBe(isAllowed);
    }

    [Fact]
    public void The_analyst_of_a_worksheet_manages_it() =>
        Rights.Allows(
            new LabUser("analyst1", [Role.Analyst]),
            Permission.ManageWorksheets,
            new Worksheet { State = WorksheetState.Open, Analyst = "analyst1" },
            new Setup()).ShouldBeTrue();

    [Fact]
    public void T55_Activate_asks_for_activate_and_deactivate_for_deactivate()
    {
        foreach (var machine in Machines.All)
        {
            foreach (var transition in machine.Transitions.Where(row => row.Id is TransitionId.Activate or TransitionId.Deactivate))
            {
                transition.Permissions.ShouldBe(
                    [transition.Id == TransitionId.Activate ? Permission.Activate : Permission.Deactivate]);
            }
        }
    }

    private static bool IsAllowed(LabUser user, LabObject about, string action) =>
        Guards.Begin(about, action).Transition is { } transition
        && Guards.CheckPermission(about, transition, user, new Setup()) is null;

    private static IEnumerable<(string Role, LabUser User)> Users() =>
    [
        .. Roles.Select(role => (role, new LabUser(role, [role]))),
        (Role.Owner, new LabUser("contact", []) { ClientUid = OwnClient }),
        ("nobody", new LabUser("nobody", [])),
    ];

    private static LabObject Given(string type, string state)
    {
        LabObject value = type switch
        {
            "analysis" => new Analysis(),
            "field" => new Analysis { PointOfCapture = PointsOfCapture.Field },
            "duplicate" => new Analysis { Kind = AnalysisKind.Duplicate },
            "reference" => new Analysis { Kind = AnalysisKind.Control },
            "worksheet" => new Worksheet(),
            "sample" => new Sample(),
            "client" => new LabClient(),
            "contact" => new Contact(),
            "labcontact" => new LabContact(),
            "service" => new AnalysisService(),
            _ => new ReferenceSample(),
        };
        return value with { State = state, ClientUid = type is "analysis" or "field" or "sample" or "client" or "contact" ? OwnClient : null };
    }
}
