using LabQueue.Lims.Api;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Pages.Samples;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Clients;

/// <summary>A client with its samples.</summary>
internal sealed class ViewModel(LabPageServices pages, LabApiServices api) : SampleListPage(pages, api)
{
    private LabClient? _client;

    /// <summary>The client's id.</summary>
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = string.Empty;

    /// <inheritdoc/>
    public override string Title => _client?.Title ?? string.Empty;

    /// <inheritdoc/>
    public override LabClient? Client => _client;

    /// <summary>Shows a page of the list.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (await FindContextAsync() is { } trouble)
        {
            return trouble;
        }

        await ReadAsync();
        return IsPart ? Partial("_SampleList", this) : Page();
    }

    /// <inheritdoc/>
    protected override async Task<IActionResult?> FindContextAsync()
    {
        _client = await FindAsync(Id, LabClient.Type) as LabClient;
        return _client is null ? NotFound() : null;
    }
}
