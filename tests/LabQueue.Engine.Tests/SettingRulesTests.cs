namespace LabQueue.Engine.Tests;

public sealed class SettingRulesTests
{
    [Fact]
    public void With_trust_original_values_below_the_floor_mean_the_default()
    {
        var settings = new SiteSettings { MaxRetries = 0, MinSecondsTask = 0, MaxSecondsUnlock = 29 };

        SettingRules.Retries(settings).ShouldBe(3);
        SettingRules.MinSeconds(settings).ShouldBe(3);
        SettingRules.MaxSeconds(settings).ShouldBe(120);
    }

    [Fact]
    public void With_trust_original_values_from_the_floor_on_count()
    {
        var settings = new SiteSettings { MaxRetries = 1, MinSecondsTask = 1, MaxSecondsUnlock = 30 };

        SettingRules.Retries(settings).ShouldBe(1);
        SettingRules.MinSeconds(settings).ShouldBe(1);
        SettingRules.MaxSeconds(settings).ShouldBe(30);
    }

    [Fact]
    public void With_trust_roles_values_count_as_they_are()
    {
        var settings = new SiteSettings
        {
            Trust = TrustMode.Roles,
            MaxRetries = 0,
            MinSecondsTask = 0,
            MaxSecondsUnlock = 1,
        };

        SettingRules.Retries(settings).ShouldBe(0);
        SettingRules.MinSeconds(settings).ShouldBe(0);
        SettingRules.MaxSeconds(settings).ShouldBe(1);
    }

    [Theory]
    [InlineData(TrustMode.Original, null, 4)]
    [InlineData(TrustMode.Roles, null, 0)]
    [InlineData(TrustMode.Original, 0, 0)]
    [InlineData(TrustMode.Roles, 7, 7)]
    public void The_limit_of_running_tasks_depends_on_trust_until_it_is_set(TrustMode trust, int? set, int limit)
    {
        SettingRules.MaxConcurrent(new SiteSettings { Trust = trust, MaxConcurrentTasks = set }).ShouldBe(limit);
    }

    [Theory]
    [InlineData("default", "0", "20", "-1", "21")]
    [InlineData("max_retries", "0", "10", "-1", "11")]
    [InlineData("min_seconds_task", "3", "30", "2", "31")]
    [InlineData("max_seconds_unlock", "30", "1800", "29", "1801")]
    [InlineData("max_concurrent_tasks", "0", "10000", "-1", "10001")]
    [InlineData("max_orphaned", "1", "100", "0", "101")]
    [InlineData("history_days", "1", "36500", "0", "36501")]
    [InlineData("failed_days", "0", "36500", "-1", "36501")]
    public void Whole_numbers_keep_to_their_range(string name, string least, string most, string below, string above)
    {
        Changed(name, least);
        Changed(name, $"\"{most}\"");
        Refused(name, below).ShouldContain($"'{name}' cannot be {below}: it takes a whole number from {least} to {most}.");
        Refused(name, above).ShouldContain(above);
        Refused(name, "1.5").ShouldContain("whole number");
        Refused(name, "null").ShouldContain("whole number");
        Refused(name, "\"many\"").ShouldContain("whole number");
    }

    [Fact]
    public void With_trust_roles_a_chunk_may_take_no_time_at_all()
    {
        var settings = new SiteSettings { Trust = TrustMode.Roles };

        Change(settings, "min_seconds_task", "0").MinSecondsTask.ShouldBe(0);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"True\"", true)]
    [InlineData("false", false)]
    public void A_switch_takes_true_and_false(string value, bool expected)
    {
        Changed("exact_pairs", value).ExactPairs.ShouldBe(expected);
        Changed("compare_consumer", value).CompareConsumer.ShouldBe(expected);
    }

    [Fact]
    public void A_switch_takes_nothing_else()
    {
        Refused("exact_pairs", "1").ShouldBe("'exact_pairs' cannot be 1: it takes true or false.");
    }

    [Fact]
    public void The_list_of_top_priorities_is_tidied()
    {
        Changed("top_priority_tasks", """[" task_a ", "", "submit", "task_a"]""").TopPriorityTasks.ShouldBe(["task_a", "submit"]);
        Changed("top_priority_tasks", "[]").TopPriorityTasks.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"task_a\"")]
    [InlineData("[1]")]
    [InlineData("null")]
    public void The_list_of_top_priorities_takes_a_list_of_names_only(string value)
    {
        Refused("top_priority_tasks", value).ShouldContain("list of up to 100 names");
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"http://127.0.0.1:8090/senaite\"")]
    [InlineData("\" https://queue.example/lab \"")]
    public void The_servers_address_has_scheme_host_and_path(string value)
    {
        Changed("server", value).Server.ShouldBe(value.Trim('"').Trim());
    }

    [Theory]
    [InlineData("\"queue.example/lab\"")]
    [InlineData("\"http://queue.example\"")]
    [InlineData("\"http://queue.example/\"")]
    [InlineData("\"ftp://queue.example/lab\"")]
    [InlineData("5")]
    [InlineData("null")]
    public void No_other_address_is_taken(string value)
    {
        Refused("server", value).ShouldContain("address with scheme, host and path");
    }

    [Theory]
    [InlineData("users")]
    [InlineData("trust")]
    public void Users_and_trust_are_not_changed_over_the_wire(string name)
    {
        Refused(name, "\"roles\"").ShouldContain("'labqueue site set'");
    }

    [Fact]
    public void An_unknown_name_is_told_with_all_known_ones()
    {
        Refused("max_retrys", "1").ShouldStartWith("There is no setting 'max_retrys'. Settings: server, default, max_retries,");
    }

    [Fact]
    public void A_long_value_is_told_in_short()
    {
        Refused("max_retries", $"\"{new string('9', 5_000)}\"").Length.ShouldBeLessThan(250);
    }

    [Fact]
    public void All_values_are_shown_but_no_key()
    {
        var values = SettingRules.Values(new SiteSettings());

        values.Keys.ShouldBe([
            "server", "default", "max_retries", "min_seconds_task", "max_seconds_unlock", "top_priority_tasks",
            "max_concurrent_tasks", "max_orphaned", "exact_pairs", "compare_consumer", "history_days", "history_max",
            "failed_days", "users", "trust",
        ]);
        (values["max_concurrent_tasks"], values["users"], values["trust"]).ShouldBe((4, "own", "original"));
    }

    private static SiteSettings Changed(string name, string value) => Change(new SiteSettings(), name, value);

    private static string Refused(string name, string value) =>
        Should.Throw<SettingException>(() => Changed(name, value)).Message;

    private static SiteSettings Change(SiteSettings settings, string name, string value) =>
        SettingRules.Change(settings, new Dictionary<string, JsonText>(StringComparer.Ordinal) { [name] = new(value) });
}
