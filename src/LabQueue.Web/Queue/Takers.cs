namespace LabQueue.Web.Queue;

/// <summary>Which consumers take tasks of a name.</summary>
internal static class Takers
{
    /// <summary>Whether a consumer asks for tasks of that name, quiet or not.</summary>
    public static bool Asks(ConsumerInfo consumer, string name) =>
        consumer.Names.Count == 0 || consumer.Names.Contains(name, StringComparer.Ordinal);

    /// <summary>Whether a consumer asks for tasks of that name, and is given some.</summary>
    public static bool Takes(ConsumerInfo consumer, string name) => consumer.Mode == ConsumerMode.Active && Asks(consumer, name);
}
