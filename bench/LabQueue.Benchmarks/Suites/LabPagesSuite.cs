using LabQueue.Benchmarks.Laboratory;
using LabQueue.Benchmarks.Reports;
using LabQueue.Benchmarks.Running;

namespace LabQueue.Benchmarks.Suites;

/// <summary>The pages of a laboratory with many analyses, and those of a queue with very many tasks.</summary>
internal sealed class LabPagesSuite(SuiteOptions options)
{
    private const int WarmUp = 3;
    private const int Visits = 20;
    private const int OnLargeSheet = 1_000;
    private const double MostMilliseconds = 200;
    private const double MostUntilPaint = 1_000;

    private readonly MarkdownTable _pages = new("page", "p50, ms", "p95, ms", "slowest, ms", "first paint, ms", "size, KiB");
    private double _slowest;
    private double _latestPaint;

    /// <summary>Runs it.</summary>
    public Report Run()
    {
        var report = new Report();
        using var folder = new RunFolder(options.Data);
        report.Say("# Pages");
        report.Say(Machine.Describe(folder.Path));
        RunAsync(report, folder.Next("pages")).GetAwaiter().GetResult();
        report.SayAims();
        return report;
    }

    private async Task RunAsync(Report report, string folder)
    {
        var (samples, ended) = (options.Count(100_000) / DaysInTheLab.PerSample, options.Count(5_000));
        using var laboratory = await FullLaboratory.OpenAsync(folder, samples, OnLargeSheet, options.MostTasks, ended);
        using var manager = await laboratory.VisitAsync("labmanager");
        using var analyst = await laboratory.VisitAsync("analyst1");
        await using var browser = await laboratory.BrowseAsync("labmanager");
        report.Say(
            $"{samples * DaysInTheLab.PerSample:#,0} analyses of {samples:#,0} samples, of 40 days: most are published, and lie on worksheets of 50; two "
            + $"worksheets have {OnLargeSheet:#,0}. In the queue {options.MostTasks:#,0} tasks wait, {ended:#,0} are done and as many have failed. A "
            + $"person opens each page {Visits} times, one after the other, after {WarmUp} times that warm up; from the request to the last letter of "
            + $"the answer, with log-in and all. First paint is what Chromium says of the page.");
        foreach (var (name, path) in LabPages.Of(laboratory.Days))
        {
            await MeasureAsync(name, manager, browser, path);
        }

        await MeasureAsync("a large worksheet, for its analyst", analyst, null, $"worksheets/{laboratory.Days.LargeSheet}/manage_results");
        await MeasureAsync("worksheets of one's own", analyst, null, "worksheets?tab=mine");
        foreach (var (name, path) in LabPages.OfQueue(laboratory.Task))
        {
            await MeasureAsync(name, manager, browser, path);
        }

        report.Say(_pages.ToString());
        report.Say(
            $"The server was ready {Figure.Number(laboratory.TimeToReady.TotalSeconds, 1)} s after its start and holds "
            + $"{Figure.Number(laboratory.Resident)} MiB in the end.");
        report.Judge($"p95 of each page under {MostMilliseconds:0} ms", $"{Figure.Number(_slowest, 1)} ms at most", _slowest < MostMilliseconds);
        if (browser is not null)
        {
            report.Judge(
                $"first paint of each page under {MostUntilPaint / 1_000:0} s", $"{Figure.Number(_latestPaint)} ms at most", _latestPaint < MostUntilPaint);
        }
    }

    private async Task MeasureAsync(string name, PageVisitor visitor, PageBrowser? browser, string path)
    {
        Console.Error.WriteLine(name);
        var letters = 0;
        var times = new List<double>(Visits);
        for (var visit = 0; visit < WarmUp + Visits; visit++)
        {
            var (took, length) = await visitor.OpenAsync(path);
            letters = length;
            if (visit >= WarmUp)
            {
                times.Add(took.TotalMilliseconds);
            }
        }

        times.Sort();
        var p95 = times[(int)((times.Count - 1) * 0.95)];
        _slowest = Math.Max(_slowest, p95);
        _pages.Add(
            name,
            Figure.Number(times[times.Count / 2], 1),
            Figure.Number(p95, 1),
            Figure.Number(times[^1], 1),
            browser is null ? "-" : Figure.Number(await PaintAsync(browser, path)),
            Figure.Number(letters / 1_024d));
    }

    private async Task<double> PaintAsync(PageBrowser browser, string path)
    {
        var paint = (await browser.OpenAsync(path)).TotalMilliseconds;
        _latestPaint = Math.Max(_latestPaint, paint);
        return paint;
    }
}
