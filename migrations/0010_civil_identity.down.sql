alter table client drop column civil_identity;
