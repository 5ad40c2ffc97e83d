using LabQueue.Lims.Objects;
using static LabQueue.Lims.Pages.Items.FieldKind;

namespace LabQueue.Lims.Pages.Items;

/// <summary>The types that have lists and forms.</summary>
internal static class ItemKinds
{
    private static readonly ItemField Title = new("title", "Title") { IsNeeded = true };
    private static readonly ItemField Description = new("description", "Description", LongText) { IsListed = true };
    private static readonly ItemField Hazardous = new("Hazardous", "Hazardous", Flag) { IsListed = true };
    private static readonly ItemField Blank = new("Blank", "Blank", Flag) { IsListed = true, Hint = "Its samples are blanks; without the tick they are controls." };

    private static readonly (string, string)[] AsSetup = [("-1", "As the setup says")];

    private static readonly ItemField[] Person =
    [
        new("Salutation", "Salutation"),
        new("Firstname", "First name") { IsNeeded = true },
        new("Surname", "Surname") { IsNeeded = true },
        new("JobTitle", "Job title"),
        new("EmailAddress", "Email") { IsListed = true },
        new("BusinessPhone", "Business phone") { IsListed = true },
        new("MobilePhone", "Mobile phone") { IsListed = true },
    ];

    /// <summary>Clients.</summary>
    public static ItemKind Clients { get; } = new("clients", LabClient.Type, "Clients", "Client", "building",
    [
        new("title", "Name") { IsNeeded = true },
        new("ClientID", "Client ID") { IsNeeded = true, IsListed = true, Hint = "Letters, digits, dot, hyphen and underscore; of one client only." },
        new("EmailAddress", "Email") { IsListed = true },
        new("Phone", "Phone") { IsListed = true },
        new("Fax", "Fax") { IsListed = true },
        new("BulkDiscount", "Bulk discount", Flag) { IsListed = true },
        new("MemberDiscountApplies", "Member discount", Flag) { IsListed = true },
        Description with { IsListed = false },
    ]);

    /// <summary>Contacts of clients.</summary>
    public static ItemKind Contacts { get; } = new("contacts", Contact.Type, "Contacts", "Contact", "user", Person);

    /// <summary>What can be changed of a sample.</summary>
    public static ItemKind Samples { get; } = new("samples", Sample.Type, "Samples", "Sample", "test-pipe",
    [
        new("Contact", "Contact", Reference) { Type = Contact.Type, IsNeeded = true },
        new("DateSampled", "Date Sampled", Moment) { Hint = "Needed to receive the sample." },
        new("Priority", "Priority", Choice) { Choices = [("1", "1 (highest)"), ("2", "2"), ("3", "3 (usual)"), ("4", "4"), ("5", "5 (lowest)")] },
        new("ClientOrderNumber", "Client Order"),
        new("ClientReference", "Client Ref"),
        new("ClientSampleID", "Client SID"),
        new("InternalUse", "Internal use", Flag) { Hint = "It is not published." },
        new("Remarks", "Remarks", LongText),
    ]);

    /// <summary>What the laboratory is set up with.</summary>
    public static IReadOnlyList<ItemKind> Setup { get; } =
    [
        new("departments", Department.Type, "Departments", "Department", "building",
        [
            Title,
            new("DepartmentID", "Department ID") { IsNeeded = true, IsListed = true },
            new("Manager", "Manager", Reference) { Type = LabContact.Type, IsListed = true },
            Description,
        ]),
        new("categories", AnalysisCategory.Type, "Analysis Categories", "Analysis category", "folder",
        [
            Title,
            new("Department", "Department", Reference) { Type = Department.Type, IsListed = true },
            new("SortNumber", "Sort key", Number) { IsListed = true, Hint = "0 to 1000; small ones stand first." },
            Description,
        ]),
        new("services", AnalysisService.Type, "Analysis Services", "Analysis service", "microscope", Service()),
        new("sampletypes", SampleType.Type, "Sample Types", "Sample type", "droplet",
        [
            Title,
            new("Prefix", "Prefix") { IsNeeded = true, IsListed = true, Hint = "Beginning of the ids of its samples, without spaces." },
            new("MinimumVolume", "Minimum volume") { IsListed = true },
            new("RetentionPeriod", "Retention period in days", Number) { IsListed = true },
            Hazardous,
            Description,
        ]),
        new("methods", Method.Type, "Methods", "Method", "list",
        [
            Title,
            new("MethodID", "Method ID") { IsListed = true },
            new("Accredited", "Accredited", Flag) { IsListed = true },
            new("Instructions", "Instructions", LongText),
            Description,
        ]),
        new("instruments", Instrument.Type, "Instruments", "Instrument", "ruler",
        [
            Title,
            new("InstrumentType", "Instrument type") { IsListed = true },
            new("Brand", "Brand") { IsListed = true },
            new("Model", "Model") { IsListed = true },
            new("SerialNo", "Serial number") { IsListed = true },
            new("Methods", "Methods", References) { Type = Method.Type, IsListed = true },
            Description with { IsListed = false },
        ]),
        new("referencedefinitions", ReferenceDefinition.Type, "Reference Definitions", "Reference definition", "tags",
        [
            Title,
            Blank,
            Hazardous,
            Description,
            new("ReferenceResults", "Expected results", Results),
        ]),
        new("suppliers", Supplier.Type, "Suppliers", "Supplier", "archive", [Title, Description]),
        new("referencesamples", ReferenceSample.Type, "Reference Samples", "Reference sample", "flask",
        [
            new("parent_uid", "Supplier", Reference) { Type = Supplier.Type, IsNeeded = true },
            Title,
            new("ReferenceDefinition", "Reference Definition", Reference) { Type = ReferenceDefinition.Type, IsListed = true },
            Blank,
            Hazardous with { IsListed = false },
            new("Manufacturer", "Manufacturer") { IsListed = true },
            new("LotNumber", "Lot number") { IsListed = true },
            new("ExpiryDate", "Expiry date", Moment) { IsListed = true, Hint = "It is not offered for worksheets after that." },
            new("ReferenceResults", "Expected results", Results),
        ]),
        new("worksheettemplates", WorksheetTemplate.Type, "Worksheet Templates", "Worksheet template", "layout-grid",
        [
            Title,
            Description,
            new("Services", "Analysis Services", References) { Type = AnalysisService.Type },
            new("RestrictToMethod", "Restrict to method", Reference) { Type = Method.Type, IsListed = true },
            new("Instrument", "Instrument", Reference) { Type = Instrument.Type, IsListed = true },
            new("TemplateLayout", "Layout", Layout),
        ]),
        new("labcontacts", LabContact.Type, "Lab Contacts", "Lab contact", "users",
        [
            .. Person,
            new("Departments", "Departments", References) { Type = Department.Type, IsListed = true },
            new("DefaultDepartment", "Default department", Reference) { Type = Department.Type },
        ]),
    ];

    private static ItemField[] Service() =>
    [
        Title,
        new("Keyword", "Keyword") { IsNeeded = true, IsListed = true, Hint = "Letters, digits, hyphen and underscore; of one service only." },
        new("Category", "Category", Reference) { Type = AnalysisCategory.Type, IsListed = true },
        new("Department", "Department", Reference) { Type = Department.Type },
        new("Unit", "Unit") { IsListed = true },
        new("Price", "Price", Number) { IsListed = true },
        new("BulkPrice", "Bulk price", Number),
        new("PointOfCapture", "Point of capture", Choice) { Choices = [(PointsOfCapture.Lab, "Laboratory"), (PointsOfCapture.Field, "Field")] },
        new("Methods", "Methods", References) { Type = Method.Type, IsListed = true },
        new("Method", "Default method", Reference) { Type = Method.Type },
        new("Instruments", "Instruments", References) { Type = Instrument.Type },
        new("Instrument", "Default instrument", Reference) { Type = Instrument.Type },
        new("Min", "Lowest result in range", Number),
        new("Max", "Highest result in range", Number),
        new("DuplicateVariation", "Duplicate variation in %", Number) { IsListed = true },
        new("MaxTimeAllowed", "Time allowed in minutes", Number) { IsListed = true },
        new("NumberOfRequiredVerifications", "Required verifications", Choice)
        {
            Choices = [.. AsSetup, ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")],
        },
        new("SelfVerification", "Self-verification", Choice) { Choices = [.. AsSetup, ("0", "No"), ("1", "Yes")] },
        Description with { IsListed = false },
    ];
}
