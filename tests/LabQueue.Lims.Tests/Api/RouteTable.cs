namespace LabQueue.Lims.Tests.Api;

/// <summary>Who gets how far at which route, written down from the laboratory's rules and not from the program.</summary>
internal static class RouteTable
{
    // What those who get past send is wrong in another way, or says what is so already, so that nothing they could see changes.
    // route | address | body | answer to those who get past | who they are | to whom it is not there; the others are refused
    private const string Rows =
        """
        GET                              | .                                    |  | 200 | All |
        GET version                      | version                              |  | 200 | All |
        POST login                       | login                                | {} | 400 | All |
        POST users/login                 | users/login                          | {} | 400 | All |
        GET logout                       | logout                               |  | 200 | All |
        POST logout                      | logout                               |  | 200 | All |
        GET users/logout                 | users/logout                         |  | 200 | All |
        POST users/logout                | users/logout                         |  | 200 | All |
        GET auth                         | auth                                 |  | 200 | SignedIn Consumer |
        GET users                        | users                                |  | 200 | Manager LabManager SiteAdministrator |
        GET users/current                | users/current                        |  | 200 | All |
        POST users/create                | users/create                         | {"username":"x","password":"1"} | 422 | Manager LabManager SiteAdministrator |
        POST users/{name}/password       | users/rita/password                  | {"password":"1"} | 422 | Manager LabManager SiteAdministrator |
        POST users/{name}/update         | users/rita/update                    | {"roles":["King"]} | 422 | Manager LabManager SiteAdministrator |
        GET users/{name}                 | users/rita                           |  | 200 | Manager LabManager SiteAdministrator |
        GET search                       | search?limit=1                       |  | 200 | SignedIn |
        GET settings                     | settings                             |  | 200 | Laboratory SiteAdministrator |
        GET settings/{name}              | settings/AutoVerifySamples           |  | 200 | Laboratory SiteAdministrator |
        GET registry                     | registry                             |  | 200 | Manager SiteAdministrator |
        GET registry/{name}              | registry/senaite                     |  | 200 | Manager SiteAdministrator |
        POST settings/update             | settings/update                      | {"BackgroundAbove":-1} | 422 | Manager LabManager LabClerk |
        GET catalogs                     | catalogs                             |  | 200 | SignedIn |
        GET catalogs/{name}              | catalogs/senaite_catalog_client      |  | 200 | SignedIn |
        POST contact/{uid}/link          | contact/{contact}/link               | {"username":"no-such-user"} | 422 | Manager LabManager | SignedIn -Manager -LabManager -LabClerk -Publisher -Owner
        POST contact/{uid}/unlink        | contact/{contact}/unlink             | {} | 409 | Manager LabManager | SignedIn -Manager -LabManager -LabClerk -Publisher -Owner
        POST contact/{uid}/create_login  | contact/{contact}/create_login       | {"username":"y","password":"1"} | 422 | Manager LabManager | SignedIn -Manager -LabManager -LabClerk -Publisher -Owner
        POST labcontact/{uid}/link       | labcontact/{labcontact}/link         | {"username":"no-such-user"} | 422 | Manager LabManager |
        POST labcontact/{uid}/unlink     | labcontact/{labcontact}/unlink       | {} | 409 | Manager LabManager |
        POST labcontact/{uid}/create_login | labcontact/{labcontact}/create_login | {"username":"y","password":"1"} | 422 | Manager LabManager |
        POST worksheet/{uid}/add_analyses | worksheet/{sheet}/add_analyses      | {"uids":["{missing}"]} | 200 | Manager LabManager Analyst | SignedIn -Manager -LabManager -Analyst -LabClerk -RegulatoryInspector -Verifier
        POST worksheet/{uid}/apply_template | worksheet/{sheet}/apply_template  | {"template":"{template}"} | 200 | Manager LabManager Analyst | SignedIn -Manager -LabManager -Analyst -LabClerk -RegulatoryInspector -Verifier
        POST worksheet/{uid}/action      | worksheet/{sheet}/action             | {"action":"submit","uids":["{missing}"]} | 200 | Manager LabManager Analyst LabClerk RegulatoryInspector Verifier | SignedIn -Manager -LabManager -Analyst -LabClerk -RegulatoryInspector -Verifier
        POST analysisrequest/action      | analysisrequest/action               | {"action":"cancel","uids":["{missing}"]} | 200 | SignedIn |
        GET task/{name}/outcome          | task/{task}/outcome                  |  | 200 | Laboratory Owner | Outside -Owner
        GET queue_consumer/consume       | queue_consumer/consume               |  | 200 | Manager Consumer |
        GET queue_consumer/consume       | /senaite/queue_consume               |  | 200 | Manager Consumer |
        POST queue_consumer/consume      | queue_consumer/consume               | {} | 200 | Manager Consumer |
        POST queue_consumer/process      | queue_consumer/process               | {} | 412 | SignedIn Consumer |
        POST queue_consumer/process/{name} | queue_consumer/process/1           | {} | 412 | SignedIn Consumer |
        POST push                        | push                                 | {"consumer":"none"} | 501 | SignedIn |
        POST create                      | create                               | {"portal_type":"Client","title":"?"} | 422 | Manager LabManager LabClerk |
        POST create/{parent}             | create/{client}                      | {"portal_type":"Contact"} | 422 | Manager LabManager LabClerk Owner | Outside -Owner
        POST create/{parent}             | create/{other}                       | {"portal_type":"Contact"} | 422 | Manager LabManager LabClerk Stranger | Outside -Stranger
        POST {resource}/create           | client/create                        | {"title":"?"} | 422 | Manager LabManager LabClerk |
        POST {resource}/create           | department/create                    | {"title":"?"} | 422 | Manager LabManager LabClerk |
        POST {resource}/create           | analysisservice/create               | {"title":"?"} | 422 | Manager LabManager LabClerk |
        POST {resource}/create           | labcontact/create                    | {"Firstname":"?"} | 422 | Manager LabManager LabClerk |
        POST {resource}/create           | worksheettemplate/create             | {} | 422 | Manager LabManager LabClerk |
        POST {resource}/create           | referencedefinition/create           | {} | 422 | Manager LabManager |
        POST {resource}/create           | worksheet/create                     | {"Analyst":"no-such-user"} | 422 | Manager LabManager |
        POST {resource}/create/{parent}  | contact/create/{client}              | {} | 422 | Manager LabManager LabClerk Owner | Outside -Owner
        POST {resource}/create/{parent}  | analysisrequest/create/{client}      | {"SampleType":"{sampletype}","Analyses":["none"]} | 422 | Manager LabManager LabClerk Owner | Outside -Owner
        POST {resource}/create/{parent}  | analysisrequest/create/{other}       | {"SampleType":"{sampletype}","Analyses":["none"]} | 422 | Manager LabManager LabClerk Stranger | Outside -Stranger
        POST {resource}/create/{parent}  | referencesample/create/{supplier}    | {"ReferenceDefinition":"{missing}"} | 422 | Manager LabManager LabClerk Analyst | Outside
        POST update                      | update                               | {"uid":"{client}","ClientID":""} | 422 | Manager LabManager LabClerk Owner | Outside -Owner
        POST update                      | update                               | {"path":"/senaite/test/other-sample","Contact":"{missing}"} | 422 | Manager LabManager LabClerk Stranger | Outside -Stranger
        POST update/{uid}                | update/{sample}                      | {"Contact":"{missing}"} | 422 | Manager LabManager LabClerk Owner | Outside -Owner
        POST update/{uid}                | update/{othersample}                 | {"Contact":"{missing}"} | 422 | Manager LabManager LabClerk Stranger | Outside -Stranger
        POST {resource}/update           | analysis/update                      | {"uid":"{analysis}","Result":"1"} | 200 | Manager LabManager Analyst | Outside -Owner
        POST {resource}/update           | analysis/update                      | {"uid":"{field}","Result":"1"} | 200 | Manager LabManager Sampler | Outside -Owner
        POST {resource}/update/{uid}     | worksheet/update/{sheet}             | {"Analyst":"no-such-user"} | 422 | Manager LabManager Analyst | SignedIn -Manager -LabManager -Analyst -LabClerk -RegulatoryInspector -Verifier
        POST {resource}/update/{uid}     | contact/update/{contact}             | {"Surname":""} | 422 | Manager LabManager LabClerk Owner | SignedIn -Manager -LabManager -LabClerk -Publisher -Owner
        POST {resource}/update/{uid}     | analysisservice/update/{service}     | {"Keyword":""} | 422 | Manager LabManager LabClerk |
        POST {resource}/update/{uid}     | labcontact/update/{labcontact}       | {"Surname":""} | 422 | Manager LabManager LabClerk |
        POST {resource}/update/{uid}     | referencesample/update/{reference}   | {"ReferenceDefinition":"{missing}"} | 422 | Manager LabManager LabClerk Analyst | Outside
        POST delete                      | delete?atomic=1                      | [{"uid":"{client}"},{"uid":"{client}"}] | 409 | Manager LabManager | Outside -Owner
        POST delete/{uid}                | delete/{contact}?atomic=1            | [{},{}] | 409 | Manager LabManager LabClerk | SignedIn -Manager -LabManager -LabClerk -Publisher -Owner
        POST {resource}/delete           | analysisrequest/delete?atomic=1      | [{"uid":"{sample}"},{"uid":"{sample}"}] | 409 | Manager LabManager LabClerk Owner | Outside -Owner
        POST {resource}/delete           | analysisrequest/delete?atomic=1      | [{"uid":"{othersample}"},{"uid":"{othersample}"}] | 409 | Manager LabManager LabClerk Stranger | Outside -Stranger
        POST {resource}/delete/{uid}     | analysisservice/delete/{service}?atomic=1 | [{},{}] | 409 | Manager LabManager |
        GET {uid}                        | {sample}                             |  | 200 | Laboratory Owner | Outside -Owner
        GET {uid}                        | {othersample}                        |  | 200 | Laboratory Stranger | Outside -Stranger
        GET {uid}                        | {sheet}                              |  | 200 | Manager LabManager Analyst LabClerk RegulatoryInspector Verifier | SignedIn -Manager -LabManager -Analyst -LabClerk -RegulatoryInspector -Verifier
        GET {resource}/{uid}             | client/{other}                       |  | 200 | Laboratory Stranger | Outside -Stranger
        GET {resource}/{uid}             | analysisservice/{service}            |  | 200 | SignedIn |
        GET {resource}                   | client                               |  | 200 | SignedIn |
        """;

    /// <summary>The rows.</summary>
    public static IReadOnlyList<RouteRow> All { get; } =
    [
        .. Rows.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Select(cells => new RouteRow(
            cells[0], cells[1], cells[2], int.Parse(cells[3], null), People.Parse(cells[4]), People.Parse(cells[5]))),
    ];
}
