using System.Text.Json.Nodes;
using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Tests.Workflow;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Tests.Api;

/// <summary>Everybody asks for every transition of an object in every state that it begins in, over the API.</summary>
public sealed class TransitionRightsTests : IAsyncLifetime
{
    // type | states | who sees the object at all; the others are told that it is not there
    private const string Seen =
        """
        analysis        | registered unassigned assigned to_be_verified rejected cancelled | Laboratory Owner
        analysis        | retracted                               | Manager LabManager LabClerk Analyst Verifier Publisher
        field           | registered unassigned assigned to_be_verified rejected cancelled | Laboratory Owner
        field           | retracted                               | Manager LabManager LabClerk Analyst Verifier Publisher
        duplicate       | assigned to_be_verified verified        | Laboratory
        reference       | assigned to_be_verified verified        | Laboratory
        worksheet       | open to_be_verified                     | Manager LabManager LabClerk RegulatoryInspector Verifier Analyst
        sample          | pending_sample sample_due sample_received to_be_verified verified cancelled | Laboratory Owner
        client          | active                                  | Laboratory Owner
        client          | inactive                                | Manager LabManager LabClerk
        contact         | active inactive                         | Manager LabManager LabClerk Publisher Owner
        labcontact      | active inactive                         | SignedIn
        service         | active inactive                         | SignedIn
        referencesample | current expired inactive                | Laboratory
        """;

    private static readonly Dictionary<(string Type, string State), IReadOnlySet<string>> SeenBy = (
        from line in Seen.Split('\n')
        let cells = line.Split('|', StringSplitOptions.TrimEntries)
        from state in cells[1].Split(' ')
        select ((cells[0], state), People.Parse(cells[2]))).ToDictionary();

    private LabServer _server = null!;
    private LabClient _own = null!;
    private LabClient _other = null!;
    private Worksheet _sheet = null!;
    private AnalysisService _service = null!;
    private int _count;

    /// <summary>Types of the table.</summary>
    public static TheoryData<string> Types => [.. RightsTable.Types];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _server = await LabServer.StartAsync();
        _own = await _server.Laboratory.GivenClientAsync("Happy Hills");
        _other = await _server.Laboratory.GivenClientAsync("Klaymore");
        await People.ArriveAsync(_server, _own, _other);
        _sheet = await AddAsync(new Worksheet { State = WorksheetState.Open, Analyst = People.NameOf(Role.Analyst)! });
        _service = await AddAsync(new AnalysisService { Title = "Copper", Keyword = "Cu" });
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_transition_is_carried_out_refused_or_of_nothing_as_the_tables_say(string type)
    {
        var wrong = new List<string>();
        foreach (var (action, state) in Asked(type))
        {
            var about = await GivenAsync(type, state, _own);
            foreach (var who in People.All)
            {
                // What an allowed one does is undone by the record behind it, which says nothing that could be done.
                var records = new JsonArray(
                    new JsonObject { ["uid"] = about.Uid, ["transition"] = action }, new JsonObject { ["uid"] = _service.Uid });
                var answer = await _server.PostAsync(People.NameOf(who), "update?atomic=1", records);
                if (!Expected(type, action, state, who).Contains(answer.Status))
                {
                    wrong.Add($"{who} {action} {type} in {state}: {answer.Status} {answer.Message}");
                }
            }

            (await _server.Laboratory.FindAsync<LabObject>(about.Uid)).ShouldNotBeNull().Version.ShouldBe(1);
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_may_ask_for_what_happens_by_itself()
    {
        foreach (var type in RightsTable.Types)
        {
            var machine = Machines.Of(await GivenAsync(type, string.Empty, _own));
            foreach (var transition in machine.Transitions.Where(row => row.IsAutomatic))
            {
                foreach (var state in transition.From.Where(state => machine.Transitions.All(
                    row => row.IsAutomatic || row.Id != transition.Id || !row.From.Contains(state))))
                {
                    var about = await GivenAsync(type, state, _own);
                    var record = new JsonObject { ["transition"] = transition.Id };
                    (await _server.PostAsync(People.NameOf(Role.Manager), $"update/{about.Uid}", record)).ShouldBe(409);
                }
            }
        }
    }

    [Fact]
    public async Task A_stranger_is_told_of_nothing_whatever_the_state()
    {
        foreach (var (type, state) in SeenBy.Keys.Where(key => key.Type is "analysis" or "field" or "sample" or "client" or "contact"))
        {
            var about = await GivenAsync(type, state, _other);
            foreach (var action in Machines.Of(about).Transitions.Select(row => row.Id).Distinct())
            {
                var record = new JsonObject { ["transition"] = action };
                (await _server.PostAsync(People.NameOf(People.Own), $"update/{about.Uid}", record)).ShouldBe(404);
            }
        }
    }

    [Fact]
    public async Task Work_on_many_objects_refuses_each_to_whom_the_table_does()
    {
        foreach (var type in (string[])["analysis", "field", "duplicate", "reference", "sample"])
        {
            foreach (var (action, state) in Asked(type).Where(asked => asked.Action != TransitionId.Assign))
            {
                var about = await GivenAsync(type, state, _own);
                var route = type == "sample" ? "analysisrequest/action" : $"worksheet/{_sheet.Uid}/action";
                var body = new JsonObject { ["action"] = action, ["uids"] = new JsonArray(about.Uid) };
                foreach (var who in People.SignedIn.Where(who => !RightsTable.Allowed.Contains((type, action, state, who))))
                {
                    var answer = await _server.PostAsync(People.NameOf(who), route, body.DeepClone());
                    if (type != "sample" && !SeenBy[("worksheet", "open")].Contains(who))
                    {
                        answer.ShouldBe(404);
                        continue;
                    }

                    answer.ShouldBe(200).Done.ShouldBeEmpty();
                    answer.Refused.ShouldHaveSingleItem()!["message"]!.ToString()
                        .ShouldContain(type == "sample" && !SeenBy[(type, state)].Contains(who) ? "no such" : "may not");
                }

                (await _server.Laboratory.FindAsync<LabObject>(about.Uid)).ShouldNotBeNull().Version.ShouldBe(1);
            }
        }
    }

    [Fact]
    public async Task T22_Lists_and_their_counts_have_what_the_person_may_see_and_nothing_else()
    {
        var given = new List<(string Type, string State, LabObject About)>();
        foreach (var (type, state) in SeenBy.Keys.Where(key => key.Type != "client"))
        {
            given.Add((type, state, await GivenAsync(type, state, _own)));
        }

        foreach (var who in People.SignedIn)
        {
            foreach (var portalType in given.Select(one => one.About.PortalType).Distinct())
            {
                var expected = given.Where(one => one.About.PortalType == portalType && SeenBy[(one.Type, one.State)].Contains(who));
                var uids = string.Join(',', given.Select(one => one.About.Uid));
                var list = (await _server.GetAsync(People.NameOf(who), $"{portalType}?limit=2&UID={uids}")).ShouldBe(200);
                var seen = await AllPagesAsync(People.NameOf(who), $"{portalType}?limit=2&UID={uids}");

                seen.ShouldBe(expected.Select(one => one.About.Uid), ignoreOrder: true, $"{who} lists {portalType}");
                list.Count.ShouldBe(seen.Count, $"{who} counts {portalType}");
            }

            foreach (var (type, state, about) in given)
            {
                (await _server.GetAsync(People.NameOf(who), about.Uid)).Status.ShouldBe(
                    SeenBy[(type, state)].Contains(who) ? 200 : 404, $"{who} reads a {type} that is {state}");
            }
        }
    }

    [Theory]
    [InlineData("active")]
    [InlineData("inactive")]
    public async Task T22_Clients_are_listed_and_counted_for_whom_they_are_there(string state)
    {
        await GivenClientAsync(state, _own);

        foreach (var who in People.SignedIn)
        {
            var list = await _server.GetAsync(People.NameOf(who), $"client?UID={_own.Uid}&limit=1");
            list.Count.ShouldBe(SeenBy[("client", state)].Contains(who) ? 1 : 0, who);
            list.Json["items"]!.AsArray().Count.ShouldBe(list.Count, who);
        }
    }

    [Fact]
    public async Task T22_What_is_hidden_from_clients_is_neither_listed_nor_counted_nor_told()
    {
        var hidden = await AddAsync(await AnalysisAsync(AnalysisKind.Routine, AnalysisState.Verified, _own) with { Hidden = true });
        var shown = await AddAsync(await AnalysisAsync(AnalysisKind.Routine, AnalysisState.Verified, _own));
        var route = $"analysis?UID={hidden.Uid},{shown.Uid}&limit=1";

        (await _server.GetAsync(People.NameOf(Role.Analyst), route)).Count.ShouldBe(2);
        (await AllPagesAsync(People.NameOf(People.Own), route)).ShouldBe([shown.Uid]);
        (await _server.GetAsync(People.NameOf(People.Own), hidden.Uid)).ShouldBe(404);
    }

    [Fact]
    public async Task Worksheets_of_others_are_kept_from_analysts_where_the_setup_says_so()
    {
        var analyst = People.NameOf(Role.Analyst);
        var foreign = await AddAsync(new Worksheet { State = WorksheetState.Open, Analyst = "analyst" });
        var about = await AddAsync(await AnalysisAsync(AnalysisKind.Routine, AnalysisState.Unassigned, _own) with { Slot = null });
        var body = new JsonObject { ["uids"] = new JsonArray(about.Uid), ["action"] = "submit" };

        (await AllPagesAsync(analyst, "worksheet?limit=1")).ShouldBe([_sheet.Uid]);
        (await AllPagesAsync(analyst, "search?limit=1")).ShouldNotContain(foreign.Uid);
        (await _server.GetAsync(analyst, "worksheet?getAnalyst=analyst")).Count.ShouldBe(0);
        (await _server.GetAsync(analyst, foreign.Uid)).ShouldBe(404);
        (await _server.PostAsync(analyst, $"update/{foreign.Uid}", new JsonObject { ["Remarks"] = "mine" })).ShouldBe(404);
        (await _server.PostAsync(analyst, $"worksheet/{foreign.Uid}/add_analyses", body.DeepClone())).ShouldBe(404);
        (await _server.PostAsync(analyst, $"worksheet/{foreign.Uid}/action", body.DeepClone())).ShouldBe(404);
        (await _server.GetAsync(People.NameOf(Role.Verifier), foreign.Uid)).ShouldBe(200);

        (await _server.PostAsync("labmanager", "settings/update", new JsonObject { ["RestrictWorksheetUsersAccess"] = false })).ShouldBe(200);
        (await AllPagesAsync(analyst, "worksheet?limit=1")).ShouldBe([_sheet.Uid, foreign.Uid], ignoreOrder: true);
        (await _server.GetAsync(analyst, foreign.Uid)).ShouldBe(200);
    }

    // Each page but the last is full, and all of them tell the same count.
    private async Task<IReadOnlyList<string>> AllPagesAsync(string? user, string route)
    {
        var uids = new List<string>();
        for (string? next = route; next is not null;)
        {
            var page = (await _server.GetAsync(user, next)).ShouldBe(200);
            var items = page.Json["items"]!.AsArray();
            uids.AddRange(items.Select(item => item!["uid"]!.ToString()));
            next = page.Json["next"]?.ToString();
            items.Count.ShouldBe(next is null ? page.Count - uids.Count + items.Count : page.Json["pagesize"]!.GetValue<int>());
        }

        return uids;
    }

    private static IEnumerable<(string Action, string State)> Asked(string type) => RightsTable.Allowed
        .Where(row => row.Type == type).Select(row => (row.Transition, row.State)).Distinct();

    // Where the person may, the rules of the object decide, or the record behind it stops it.
    private static int[] Expected(string type, string action, string state, string who) => who switch
    {
        People.Anonymous => [401],
        Role.Consumer => [403],
        _ when !SeenBy[(type, state)].Contains(who) => [404],
        _ when RightsTable.Allowed.Contains((type, action, state, who)) => [400, 409, 422],
        _ => [403],
    };

    private async Task<LabObject> GivenAsync(string type, string state, LabClient client) => type switch
    {
        "analysis" => await AddAsync(await AnalysisAsync(AnalysisKind.Routine, state, client)),
        "field" => await AddAsync(await AnalysisAsync(AnalysisKind.Routine, state, client) with { PointOfCapture = PointsOfCapture.Field }),
        "duplicate" => await AddAsync(await AnalysisAsync(AnalysisKind.Duplicate, state, null)),
        "reference" => await AddAsync(await AnalysisAsync(AnalysisKind.Control, state, null)),
        "worksheet" => await AddAsync(new Worksheet { State = state, Analyst = People.NameOf(Role.Analyst)! }),
        "sample" => await AddAsync(new Sample { State = state, ParentUid = client.Uid, ClientUid = client.Uid }),
        "client" => await GivenClientAsync(state, client),
        "contact" => await AddAsync(new Contact { State = state, ParentUid = client.Uid, ClientUid = client.Uid }),
        "labcontact" => await AddAsync(new LabContact { State = state }),
        "service" => await AddAsync(new AnalysisService { State = state, Keyword = $"K{_count}" }),
        "referencesample" => await AddAsync(new ReferenceSample { State = state }),
        _ => throw new InvalidDataException($"There is nothing to stand for the type '{type}' of the table."),
    };

    private async Task<Analysis> AnalysisAsync(AnalysisKind kind, string state, LabClient? client)
    {
        var sample = client is null ? null : await AddAsync(new Sample { State = SampleState.Due, ParentUid = client.Uid, ClientUid = client.Uid });
        return new Analysis
        {
            Kind = kind,
            State = state,
            Keyword = "Cu",
            ClientUid = client?.Uid,
            ParentUid = sample?.Uid ?? _sheet.Uid,
            Container = sample?.Uid ?? _sheet.Uid,
            Slot = new Slot(_sheet.Uid, 1, ++_count),
        };
    }

    // The client that the contact is of is one, so it changes its state; as nobody decides about it twice, its version stays.
    private async Task<LabClient> GivenClientAsync(string state, LabClient client)
    {
        var made = client with { State = state };
        await _server.Laboratory.ChangeAsync(work => work.ExecuteAsync(
            "update lab_object set state = @state where uid = @uid", new { state, uid = client.Uid }, TestContext.Current.CancellationToken));
        return made;
    }

    private Task<T> AddAsync<T>(T value)
        where T : LabObject => _server.Laboratory.ChangeAsync(work =>
    {
        var id = $"{typeof(T).Name}-{++_count}".ToLowerInvariant();
        return Task.FromResult(work.Add(value with { Id = id, Path = $"/{Laboratory.Site}/test/{id}" }));
    });
}
