using LabQueue.Engine;

namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>Keeps who was heard of, and what people let them do.</summary>
internal static class HearConsumers
{
    /// <summary>A consumer asks for work.</summary>
    public static void Hear(WriteSession session, SiteState site, PopRequest request)
    {
        var known = site.Consumers.GetValueOrDefault(request.ConsumerId);
        site.Consumers[request.ConsumerId] = new HeardConsumer(
            known?.FirstHeard ?? session.Now,
            session.Now,
            request.Lease is not null,
            request.Version ?? known?.Version,
            ConsumerRules.NamesOf(request) ?? known?.Names ?? [],
            known?.Mode ?? ConsumerMode.Active);
    }

    /// <summary>A person makes a consumer quiet, drains it, or gives it work again.</summary>
    public static ChangeOutcome SetMode(WriteSession session, SiteState site, string consumerId, ConsumerMode mode, Actor by)
    {
        if (!site.Consumers.TryGetValue(consumerId, out var known))
        {
            return ChangeOutcome.NotFound;
        }

        if (known.Mode != mode)
        {
            site.Consumers[consumerId] = known with { Mode = mode };
            Write(session, site, consumerId, site.Consumers[consumerId]);
            session.NoteFreed(site);
            session.Audit(site, by, ConsumerRules.ActionOf(mode), consumerId);
            session.Tell(site, "consumer");
        }

        return ChangeOutcome.Changed;
    }

    /// <summary>Writes down who was heard of, and forgets who was not for long.</summary>
    public static void Write(WriteSession session, SiteState site)
    {
        foreach (var (id, heard) in site.Consumers)
        {
            var kept = heard.Mode == ConsumerMode.Active ? ConsumerRules.Kept : ConsumerRules.QuietKept;
            if (heard.LastHeard >= session.Now - kept)
            {
                Write(session, site, id, heard);
            }
            else
            {
                site.Consumers.TryRemove(id, out _);
                session.Database.Prepare(DirectorySql.DeleteConsumer).Bind(site.Id).Bind(id).Run();
            }
        }
    }

    private static void Write(WriteSession session, SiteState site, string id, HeardConsumer heard) =>
        session.Database.Prepare(DirectorySql.PutConsumer)
            .Bind(site.Id).Bind(id).Bind(heard.FirstHeard.ToMicroseconds()).Bind(heard.LastHeard.ToMicroseconds())
            .Bind(heard.Leased).Bind(heard.Version).Bind(SiteRegistry.WriteList(heard.Names)).Bind((long)heard.Mode)
            .Run();
}
