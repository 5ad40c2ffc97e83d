namespace LabQueue.Lims.Background;

/// <summary>Tells whoever sends the outbox that there is something in it.</summary>
internal interface IOutboxSignal
{
    /// <summary>There is something to send.</summary>
    void Wake();
}
